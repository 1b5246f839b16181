// The workspaces and their floors. Invariant: a package may import only from a strictly lower floor.
// Refuses: a package without a floor; a new one is added here, deliberately.

import { fileAt, type Repository } from './repository.ts';

const floors: Record<string, number> = {
  contracts: 0,
  text: 1,
  weights: 1,
  core: 1,
  client: 1,
  engines: 2,
  launchers: 2,
  stages: 3,
  gateway: 3,
  server: 4,
  cli: 5,
  studio: 5,
};

export interface Workspace {
  folder: string;
  name: string;
  /** `undefined` where no floor is given to the folder. */
  floor: number | undefined;
  exports: string[];
  declared: Set<string>;
}

interface Manifest {
  name: string;
  exports?: string | Record<string, unknown>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Reads a package.json of the repository. */
export function readManifest(repository: Repository, folder: string): Manifest | undefined {
  const file = fileAt(repository, folder ? `${folder}/package.json` : 'package.json');
  return file && (JSON.parse(file.text) as Manifest);
}

/** All workspaces, in the order of their folders. */
export function readWorkspaces(repository: Repository): Workspace[] {
  const manifests = repository.files.filter((file) => /^packages\/[^/]+\/package\.json$/.test(file.path));
  return manifests.map((file) => {
    const manifest = JSON.parse(file.text) as Manifest;
    const folder = file.path.split('/')[1] ?? '';
    const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest;
    const all = { ...dependencies, ...devDependencies, ...peerDependencies, ...optionalDependencies };
    const exported = typeof manifest.exports === 'object' ? Object.keys(manifest.exports) : ['.'];
    return {
      folder,
      name: manifest.name,
      floor: floors[folder],
      exports: exported,
      declared: new Set(Object.keys(all)),
    };
  });
}

/** `@scope/name/deep/path` as package name and the subpath that `exports` must allow ("." or "./deep/path"). */
export function splitImport(specifier: string): { name: string; subpath: string } {
  const parts = specifier.split('/');
  const numNameParts = specifier.startsWith('@') ? 2 : 1;
  const rest = parts.slice(numNameParts).join('/');
  return { name: parts.slice(0, numNameParts).join('/'), subpath: rest ? `./${rest}` : '.' };
}

/** Whether `exports` allows `subpath`; a `*` stands for one folder. */
export function isExported(workspace: Workspace, subpath: string): boolean {
  return workspace.exports.some((key) => {
    const [before = '', after] = key.split('*');
    if (after === undefined) return key === subpath;
    if (!subpath.startsWith(before) || !subpath.endsWith(after)) return false;
    const middle = subpath.slice(before.length, subpath.length - after.length);
    return middle.length > 0 && !middle.includes('/');
  });
}
