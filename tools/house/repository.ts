// The repository as the house rules see it: its own files, read once, without what is installed, built or generated.
// Invariant: paths are relative to the root, with forward slashes, sorted; so a list of breaks reads the same anywhere.
// Refuses: to ask git, so that rules hold in an unpacked archive too.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

const skippedFolders = new Set([
  'node_modules',
  'dist',
  'build',
  'coverage',
  'generated',
  'migrations',
  'drizzle',
  'fixtures',
  '__fixtures__',
  '__pycache__',
  '__snapshots__',
  'screenshots',
  'models',
  'venv',
]);
const numMaxBytes = 2_000_000;

/** Folders named like skipped ones that hold sources all the same. */
const keptFolders = [/^packages\/[^/]+\/src\/(.+\/)?models$/];

export interface RepositoryFile {
  path: string;
  name: string;
  text: string;
  language: 'typescript' | 'python' | 'other';
  /** Tests, contract suites (`*-contract.ts`), benchmarks beside sources, and folders `test`, `tests`, `testing`. */
  isTest: boolean;
}

export interface Repository {
  root: string;
  files: RepositoryFile[];
  /** TypeScript and JavaScript that is part of the product or of its tools, without tests. */
  sources: RepositoryFile[];
}

function* walk(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) {
      const isHidden = entry.name.startsWith('.') && entry.name !== '.ci';
      const isKept = keptFolders.some((pattern) => pattern.test(path));
      if (!isHidden && (isKept || !skippedFolders.has(entry.name))) yield* walk(root, path);
    } else if (entry.isFile() && !entry.name.startsWith('.')) yield path;
  }
}

function languageOf(name: string): RepositoryFile['language'] {
  if (/\.d\.[cm]?ts$|\.gen\.tsx?$/.test(name)) return 'other';
  if (/\.([cm]?[jt]s|[jt]sx)$/.test(name)) return 'typescript';
  return name.endsWith('.py') ? 'python' : 'other';
}

const testPaths = [
  /\.(test|test-d|bench)\.[jt]sx?$/,
  /-contract\.[jt]s$|contract-suite[^/]*$/,
  /(^|\/)(tests?|contract-suites?)\//,
  /^packages\/.*\/testing\//,
  /(^|\/)(test_[^/]*|conftest)\.py$/,
];

function isTestPath(path: string): boolean {
  return testPaths.some((pattern) => pattern.test(path));
}

const isText = (name: string) =>
  /\.([cm]?[jt]sx?|py|md|json|ya?ml|toml|txt|css|html|sh|sql|svg)$/.test(name) || !name.includes('.');

/** Reads the repository at `root`. Files over 2 MB and binary kinds are left out. */
export function readRepository(root: string): Repository {
  const files: RepositoryFile[] = [];
  for (const path of walk(root, '')) {
    const name = basename(path);
    if (!isText(name) || name === 'package-lock.json' || statSync(join(root, path)).size > numMaxBytes)
      continue;
    const text = readFileSync(join(root, path), 'utf8');
    files.push({ path, name, text, language: languageOf(name), isTest: isTestPath(path) });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { root, files, sources: files.filter((file) => file.language === 'typescript' && !file.isTest) };
}

/** The first file at `path`, if there is one. */
export function fileAt(repository: Repository, path: string): RepositoryFile | undefined {
  return repository.files.find((file) => file.path === path);
}
