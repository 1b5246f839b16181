// Rules of documents: each package has a README; a path in backticks or in a link exists; both root READMEs have the
// same headings; nothing names the place where it was written or a numbered ticket.
// Invariant: a path with a placeholder (NAME, NNNN, *, <x>) promises nothing and is not looked for.
// Refuses: to judge the prose.

import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileAt, type Repository, type RepositoryFile } from './repository.ts';

const topFolders = ['packages', 'workers', 'recipes', 'benchmarks', 'test', 'docs', 'tools', '.ci'];
const isDocument = (file: RepositoryFile) =>
  /^docs\/.*\.md$|(^|\/)(README|CONTRIBUTING|REVIEW)[^/]*\.md$/.test(file.path);
const hasPlaceholder = (path: string) =>
  /[*<>{}$…\s]|\.\.\.|(^|[/.])(N+|[A-Z]{2,})(?=[/.-]|$)/.test(
    path.replace(/(README|CONTRIBUTING|REVIEW|LICENSE|LOG)/g, ''),
  );
const isMade = (path: string) =>
  /(^|\/)(node_modules|dist|coverage|screenshots|\.venv|\.slipway)(\/|$)/.test(path);

function* listNamedPaths(text: string): Generator<{ path: string; isLink: boolean }> {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  for (const match of prose.matchAll(/`([^`\n]+)`/g)) yield { path: match[1] ?? '', isLink: false };
  for (const match of prose.matchAll(/\]\(([^)\s]+)\)/g)) yield { path: match[1] ?? '', isLink: true };
}

/** Where a named path would stand, relative to the root; `undefined` for what does not look like a path of ours. */
function locate(
  document: RepositoryFile,
  { path, isLink }: { path: string; isLink: boolean },
): string | undefined {
  const plain = path.replace(/[#?].*$/, '').replace(/:\d+$/, '');
  if (!plain || /^[a-z]+:|^\/|^@/.test(plain) || hasPlaceholder(plain) || isMade(plain)) return undefined;
  const folder = posix.dirname(document.path);
  if (isLink || /^(\.\.?|src)\//.test(plain)) return posix.normalize(posix.join(folder, plain));
  return topFolders.includes(plain.split('/')[0] ?? '') && plain.includes('/') ? plain : undefined;
}

/** Paths that documents name and that do not exist. */
export function findMissingPaths(repository: Repository): string[] {
  const breaks: string[] = [];
  for (const document of repository.files.filter(isDocument)) {
    for (const named of listNamedPaths(document.text)) {
      const path = locate(document, named);
      if (path && !existsSync(join(repository.root, path)))
        breaks.push(`${document.path} names ${named.path}, which does not exist`);
    }
  }
  return [...new Set(breaks)];
}

/** Packages and workers with more than a door and without a README. */
export function findMissingReadmes(repository: Repository): string[] {
  const numFiles = new Map<string, number>();
  for (const file of repository.files) {
    const folder = /^(packages|workers)\/[^/]+(?=\/)/.exec(file.path)?.[0];
    if (folder && file.language !== 'other') numFiles.set(folder, (numFiles.get(folder) ?? 0) + 1);
  }
  return [...numFiles]
    .filter(([folder, count]) => count > 1 && !fileAt(repository, `${folder}/README.md`))
    .map(([folder]) => `${folder} has no README.md`);
}

const countHeadings = (text: string) =>
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^(#{1,6}) /gm)].map((match) => match[1]).join(' ');

/** Whether a document and its Chinese twin have the same headings, level by level. */
export function findHeadingBreaks(repository: Repository): string[] {
  return repository.files.flatMap((file) => {
    if (!file.path.endsWith('.zh-CN.md')) return [];
    const twin = fileAt(repository, file.path.replace('.zh-CN.md', '.md'));
    if (twin && countHeadings(twin.text) === countHeadings(file.text)) return [];
    return [`${file.path} and ${file.path.replace('.zh-CN.md', '.md')} differ in their headings`];
  });
}

// Written in parts, so that this file does not hold what it looks for.
const forbidden: [RegExp, string][] = [
  [new RegExp(`(^|[\\s"'\`(=:])/${'work'}/`, 'm'), 'a path of the workplace'],
  [new RegExp(`/${'tmp'}/probe\\b|/opt/${'wheels'}\\b`), 'a path of the workplace'],
  [new RegExp(`\\b${'issue'}s? #?\\d+\\b`, 'i'), "an issue's number"],
  [new RegExp(`\\b(${'TO' + 'DO'}|${'FIX' + 'ME'})\\b`), 'unfinished work'],
];

/** Files that hold a forbidden word. */
export function findForbiddenWords(repository: Repository): string[] {
  return repository.files.flatMap((file) =>
    forbidden
      .filter(([pattern]) => pattern.test(file.text))
      .map(([pattern, what]) => {
        const line = file.text.slice(0, pattern.exec(file.text)?.index).split('\n').length;
        return `${file.path}:${line} holds ${what}`;
      }),
  );
}
