// Rules of what a source may contain: an opening comment; the environment read in one module only; the console used by
// programs for people only; an explicit door (`export *` hides what a package offers).
// Refuses: to judge tests, except that they too leave the console alone.

import type { Repository, RepositoryFile } from './repository.ts';
import { readSyntax } from './syntax.ts';

const environmentModule = /^packages\/core\/src\/configuration(\/|\.ts$)/;
const isPackageFile = (file: RepositoryFile) => file.path.startsWith('packages/');
const mayUseConsole = (file: RepositoryFile) =>
  /^(packages\/cli|tools|benchmarks|test|recipes)\//.test(file.path);

/** Whether a file opens with a comment, after `#!` and blank lines. */
export function hasOpeningComment(file: Pick<RepositoryFile, 'text' | 'language'>): boolean {
  const text = file.text.replace(/^\uFEFF?(#!.*\n)?\s*/, '');
  // An empty door has nothing to say yet.
  if (text.trim() === 'export {};') return true;
  if (file.language === 'python') return text === '' || /^(#|[rR]?"""|[rR]?''')/.test(text);
  return /^\/[/*]/.test(text);
}

/** Sources that do not open with a comment. */
export function findUncommentedSources(repository: Repository): string[] {
  const files = repository.files.filter((file) => file.language !== 'other' && !file.isTest);
  return files
    .filter((file) => !hasOpeningComment(file))
    .map((file) => `${file.path} does not open with a comment`);
}

/** Sources of packages that read the environment themselves. */
export function findEnvironmentReaders(repository: Repository): string[] {
  return repository.sources
    .filter(
      (file) =>
        isPackageFile(file) && !environmentModule.test(file.path) && readSyntax(file).readsEnvironment,
    )
    .map((file) => `${file.path} reads process.env; only packages/core/src/configuration does`);
}

/** Files that use the console where a logger or a return value belongs. */
export function findConsoleUsers(repository: Repository): string[] {
  return repository.files
    .filter((file) => file.language === 'typescript' && !mayUseConsole(file) && readSyntax(file).usesConsole)
    .map((file) => `${file.path} uses the console`);
}

/** Doors that export everything of something. */
export function findOpenDoors(repository: Repository): string[] {
  return repository.sources
    .filter((file) => isPackageFile(file) && /^export \* from/m.test(file.text))
    .map((file) => `${file.path} has "export *"; name what it offers`);
}

/** Files that do not parse, about which every other rule is silent. */
export function findUnreadableSources(repository: Repository): string[] {
  return repository.files.flatMap((file) => {
    const fault = file.language === 'typescript' ? readSyntax(file).fault : undefined;
    return fault ? [`${file.path} does not parse: ${fault}`] : [];
  });
}
