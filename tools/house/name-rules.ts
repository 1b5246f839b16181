// Rules of names: kebab-case for TypeScript, snake_case for Python, and no file or folder that is named for nothing
// (utils, helpers, common and their like). Refuses: to judge files whose names a tool prescribes.

import type { Repository } from './repository.ts';
import type { Exceptions } from './size-rules.ts';

const emptyNames = /^(utils?|helpers?|commons?|misc|managers?|shared)$/;
const kebabFile = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.([cm]?[jt]s|[jt]sx)$/;
const snakeFile = /^(__init__|__main__|[a-z0-9]+(_[a-z0-9]+)*)\.py$/;
const folderName = /^(\.ci|__[a-z]+__|[a-z0-9]+([-_][a-z0-9]+)*)$/;

function judgeName(name: string, language: 'typescript' | 'python' | 'other'): string | undefined {
  if (emptyNames.test(name.split('.')[0] ?? '')) return 'a name that says nothing';
  if (language === 'typescript' && !kebabFile.test(name)) return 'not kebab-case';
  if (language === 'python' && !snakeFile.test(name)) return 'not snake_case';
  return undefined;
}

/** Files and folders with a name that breaks a rule. */
export function findNameBreaks(repository: Repository, exceptions: Pick<Exceptions, 'names'>): string[] {
  const breaks = new Set<string>();
  for (const file of repository.files) {
    if (file.language === 'other' || exceptions.names.includes(file.path)) continue;
    const problem = judgeName(file.name, file.language);
    if (problem) breaks.add(`${file.path}: ${problem}`);
    const folders = file.path.split('/').slice(0, -1);
    for (const [depth, folder] of folders.entries()) {
      const path = folders.slice(0, depth + 1).join('/');
      if (emptyNames.test(folder)) breaks.add(`${path}/: a name that says nothing`);
      else if (!folderName.test(folder)) breaks.add(`${path}/: neither kebab-case nor snake_case`);
    }
  }
  return [...breaks];
}
