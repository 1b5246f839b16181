// The rules of the lock file: it knows each workspace's dependencies as the package.json says them, and no package in it
// wants a newer Node than ours. Where they break, a fresh clone gets other versions than those that were tested, or warnings
// about its Node. Refuses: to judge versions of packages; npm does that.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from './repository.ts';

interface Declared {
  engines?: { node?: string };
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

/** Packages of package-lock.json of which every range of Node begins above the first that ours names. */
export function findNewerNodes(repository: Repository): string[] {
  const { packages } = JSON.parse(readFileSync(join(repository.root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Declared & { version?: string }>;
  };
  const [ours = 0] = listFirstNodes(packages['']?.engines?.node);
  return Object.entries(packages).flatMap(([path, { version, engines }]) => {
    const firsts = listFirstNodes(engines?.node);
    const isNewer = firsts.length > 0 && firsts.every((first) => first > ours);
    return isNewer ? [`${path} ${version} wants Node ${engines?.node}`] : [];
  });
}

/** The first version of each alternative, `20.19` as 20019. */
function listFirstNodes(range = ''): number[] {
  return range.split('||').flatMap((alternative) => {
    const [, major, minor = '0'] = /(\d+)(?:\.(\d+))?/.exec(alternative) ?? [];
    return major === undefined ? [] : [Number(major) * 1000 + Number(minor)];
  });
}
