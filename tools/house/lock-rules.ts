// The rule of the lock file: it knows each workspace's dependencies as the package.json says them. Where it does not,
// a fresh clone gets other versions than those that were tested. Refuses: to judge versions; npm does that.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from './repository.ts';

interface Declared {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** Dependencies that a package.json declares and package-lock.json records differently, or the other way round. */
export function findLockBreaks(repository: Repository): string[] {
  const lock = JSON.parse(readFileSync(join(repository.root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Declared>;
  };
  const manifests = repository.files.filter((file) => /^(packages\/[^/]+\/)?package\.json$/.test(file.path));
  return manifests.flatMap((file) => {
    const wanted = JSON.parse(file.text) as Declared;
    const known = lock.packages[file.path.replace(/\/?package\.json$/, '')] ?? {};
    const all = (of: Declared): Record<string, string> => ({ ...of.devDependencies, ...of.dependencies });
    const names = new Set([...Object.keys(all(wanted)), ...Object.keys(all(known))]);
    return [...names]
      .filter((name) => all(wanted)[name] !== all(known)[name])
      .map(
        (name) =>
          `${file.path} wants ${name} ${all(wanted)[name]}, package-lock.json has ${all(known)[name]}`,
      );
  });
}
