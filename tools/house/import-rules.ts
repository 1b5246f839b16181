// Rules of the import graph: down the floors only, through a package's door only, never out of a package by path, never
// from one stage to another, no folder cycles (type imports count), nothing undeclared.
// Invariant: each break is one line that names the file and the import. Refuses: to judge tests by floor or cycle.

import { builtinModules } from 'node:module';
import { dirname, posix } from 'node:path';
import { findCycles } from './cycles.ts';
import { isExported, readManifest, readWorkspaces, splitImport, type Workspace } from './packages.ts';
import type { Repository, RepositoryFile } from './repository.ts';
import { readSyntax } from './syntax.ts';

const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));
const isBuiltin = (specifier: string) => specifier.startsWith('node:') || builtins.has(specifier);
/** `virtual:x` and the like are made by the bundler. */
const isVirtual = (specifier: string) => /^[a-z]+:/.test(specifier) || specifier.startsWith('/');

interface Import {
  file: RepositoryFile;
  specifier: string;
  workspace: Workspace;
}

function* listImports(repository: Repository): Generator<Import> {
  const byFolder = new Map(readWorkspaces(repository).map((workspace) => [workspace.folder, workspace]));
  for (const file of repository.files) {
    const [top, folder = ''] = file.path.split('/');
    const workspace = byFolder.get(folder);
    if (top !== 'packages' || file.language !== 'typescript' || !workspace) continue;
    for (const specifier of readSyntax(file).imports) yield { file, specifier, workspace };
  }
}

const resolveRelative = (file: RepositoryFile, specifier: string) =>
  posix.normalize(posix.join(posix.dirname(file.path), specifier));

function judgeRelative({ file, specifier, workspace }: Import): string[] {
  const target = resolveRelative(file, specifier);
  if (target.startsWith(`packages/${workspace.folder}/`)) return [];
  return [`${file.path} reaches out of its package: ${specifier}`];
}

function judgePackage(
  found: Import,
  { others, root }: { others: Map<string, Workspace>; root: Set<string> },
) {
  const { file, specifier, workspace } = found;
  const { name, subpath } = splitImport(specifier);
  const other = others.get(name);
  const breaks: string[] = [];
  const isDeclared =
    workspace.declared.has(name) || name === workspace.name || (file.isTest && root.has(name));
  const isToolFile = /\.config\.[cm]?[jt]s$/.test(file.name) && root.has(name);
  const isTypePackage = workspace.declared.has(`@types/${name}`);
  if (!isDeclared && !isToolFile && !isTypePackage)
    breaks.push(`${file.path} imports ${name}, which its package.json does not declare`);
  if (!other) return breaks;
  if (!isExported(other, subpath)) breaks.push(`${file.path} imports past the door of ${name}: ${specifier}`);
  if (file.isTest || other === workspace) return breaks;
  if (other.floor !== undefined && workspace.floor !== undefined && other.floor >= workspace.floor) {
    breaks.push(
      `${file.path} (floor ${workspace.floor}) imports ${name} (floor ${other.floor}), which is not below it`,
    );
  }
  return breaks;
}

/** Breaks of floors, doors, package borders and declarations. */
export function findFloorBreaks(repository: Repository): string[] {
  const workspaces = readWorkspaces(repository);
  const others = new Map(workspaces.map((workspace) => [workspace.name, workspace]));
  const rootManifest = readManifest(repository, '');
  const root = new Set(Object.keys({ ...rootManifest?.devDependencies, ...rootManifest?.dependencies }));
  const breaks = workspaces
    .filter((workspace) => workspace.floor === undefined)
    .map(
      (workspace) =>
        `packages/${workspace.folder} stands on no floor: give it one in tools/house/packages.ts`,
    );
  for (const found of listImports(repository)) {
    if (found.specifier.startsWith('.')) breaks.push(...judgeRelative(found));
    else if (!isBuiltin(found.specifier) && !isVirtual(found.specifier))
      breaks.push(...judgePackage(found, { others, root }));
  }
  return breaks;
}

/** Rings of folders within the packages, and of packages. */
export function findFolderCycles(repository: Repository): string[] {
  const graph = new Map<string, Set<string>>();
  const folderOf = new Map(readWorkspaces(repository).map((workspace) => [workspace.name, workspace.folder]));
  const connect = (from: string, to: string) => {
    if (from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  };
  for (const { file, specifier, workspace } of listImports(repository)) {
    if (file.isTest) continue;
    const other = folderOf.get(splitImport(specifier).name);
    if (specifier.startsWith('.')) connect(dirname(file.path), dirname(resolveRelative(file, specifier)));
    else if (other) connect(`packages/${workspace.folder}`, `packages/${other}`);
  }
  return findCycles(graph).map((ring) => `folders in a ring: ${ring.join(', ')}`);
}

/** Imports from one stage's folder to another's; a stage is a folder of packages/stages/src with a `spec.ts`. */
export function findStageBreaks(repository: Repository): string[] {
  const pattern = /^packages\/stages\/src\/([^/]+)\//;
  const stages = new Set(
    repository.files
      .filter((file) => /^packages\/stages\/src\/[^/]+\/spec\.ts$/.test(file.path))
      .map((file) => pattern.exec(file.path)?.[1]),
  );
  const breaks: string[] = [];
  for (const { file, specifier } of listImports(repository)) {
    const from = pattern.exec(file.path)?.[1];
    if (file.isTest || !from || !stages.has(from)) continue;
    const own = specifier.startsWith('.') ? pattern.exec(resolveRelative(file, specifier))?.[1] : undefined;
    const to = own ?? /^@slipway\/stages\/([^/]+)/.exec(specifier)?.[1];
    if (to && to !== from && stages.has(to)) breaks.push(`${file.path}: stage ${from} imports stage ${to}`);
  }
  return breaks;
}
