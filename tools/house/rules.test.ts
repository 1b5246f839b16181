// Plants one break for each house rule in a small repository of its own and expects the rule to name it; and the same
// repository without the break to be clean. Without this, an empty list in `house.test.ts` could mean a blind rule.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findCycles } from './cycles.ts';
import {
  findForbiddenWords,
  findHeadingBreaks,
  findMissingPaths,
  findMissingReadmes,
} from './document-rules.ts';
import { findFloorBreaks, findFolderCycles, findStageBreaks } from './import-rules.ts';
import { isLicenceAccepted } from './licence-rules.ts';
import { findLockBreaks, findNewerNodes } from './lock-rules.ts';
import { compareCatalogues, findMessageBreaks, findOtherWords } from './message-rules.ts';
import { findNameBreaks } from './name-rules.ts';
import { type Repository, readRepository } from './repository.ts';
import { findSizeBreaks, measurePythonFunctions } from './size-rules.ts';
import {
  findConsoleUsers,
  findEnvironmentReaders,
  findOpenDoors,
  findUncommentedSources,
  findUnreadableSources,
} from './source-rules.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const clean: Record<string, string> = {
  'package.json': '{ "name": "root", "devDependencies": { "vitest": "4" } }',
  'packages/contracts/package.json': '{ "name": "@slipway/contracts", "exports": { ".": {} } }',
  'packages/contracts/src/index.ts': "// The door.\nexport { run } from './run.ts';\n",
  'packages/contracts/src/run.ts': '// A run.\nexport const run = 1;\n',
  'packages/contracts/README.md': '# Contracts\n\nSee `src/run.ts` and `packages/contracts`.\n',
  'packages/stages/package.json':
    '{ "name": "@slipway/stages", "exports": { ".": {}, "./*": {} }, "dependencies": { "@slipway/contracts": "1" } }',
  'packages/stages/README.md': '# Stages\n',
  'packages/stages/src/data/spec.ts':
    "// A spec.\nimport { run } from '@slipway/contracts';\nexport const spec = run;\n",
  'packages/stages/src/index/spec.ts': '// A spec.\nexport const spec = 2;\n',
};

function plant(files: Record<string, string>): Repository {
  const root = mkdtempSync(join(tmpdir(), 'slipway-house-'));
  folders.push(root);
  for (const [path, text] of Object.entries({ ...clean, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return readRepository(root);
}

const none = { fileLines: [], functionLines: [], names: [] };

test('a clean repository breaks nothing', async () => {
  const repository = plant({});
  const breaks = [
    ...findFloorBreaks(repository),
    ...findFolderCycles(repository),
    ...findStageBreaks(repository),
    ...findSizeBreaks(repository, none),
    ...findNameBreaks(repository, none),
    ...findUncommentedSources(repository),
    ...findEnvironmentReaders(repository),
    ...findConsoleUsers(repository),
    ...findOpenDoors(repository),
    ...findMissingReadmes(repository),
    ...findMissingPaths(repository),
    ...findHeadingBreaks(repository),
    ...findForbiddenWords(repository),
    ...(await findMessageBreaks(repository)),
  ];
  expect(breaks).toEqual([]);
});

test.each([
  ['an import upward', "// x\nimport type { spec } from '@slipway/stages/data';\n", 'not below it'],
  ['an undeclared package', "// x\nimport yaml from 'yaml';\n", 'does not declare'],
  ['a deep import', "// x\nimport x from '@slipway/contracts/dist/run.js';\n", 'past the door'],
  [
    'a dynamic import out of the package',
    "// x\nawait import('../../stages/src/data/spec.ts');\n",
    'reaches out',
  ],
])('floors: %s', (_, text, expected) => {
  expect(findFloorBreaks(plant({ 'packages/contracts/src/bad.ts': text })).join('\n')).toContain(expected);
});

test('floors: a new package needs one', () => {
  const files = { 'packages/harbour/package.json': '{ "name": "@slipway/harbour" }' };
  expect(findFloorBreaks(plant(files)).join()).toContain('packages/harbour stands on no floor');
});

test('rings: a type-only import closes one', () => {
  const files = {
    'packages/contracts/src/a/one.ts':
      "// x\nimport type { Two } from '../b/two.ts';\nexport type One = Two;\n",
    'packages/contracts/src/b/two.ts':
      "// x\nexport type { One } from '../a/one.ts';\nexport type Two = 1;\n",
  };
  const ring = 'folders in a ring: packages/contracts/src/a, packages/contracts/src/b';
  expect(findFolderCycles(plant(files))).toEqual([ring]);
});

test('rings: found in a graph with a tail', () => {
  const graph = new Map([
    ['tail', new Set(['a'])],
    ['a', new Set(['b', 'leaf'])],
    ['b', new Set(['c'])],
    ['c', new Set(['a'])],
  ]);
  expect(findCycles(graph)).toEqual([['a', 'b', 'c']]);
});

test.each(["'../index/spec.ts'", "'@slipway/stages/index'"])('stages: %s is another stage', (specifier) => {
  const files = {
    'packages/stages/src/data/run.ts': `// x\nimport { spec } from ${specifier};\nexport { spec };\n`,
  };
  expect(findStageBreaks(plant(files))).toEqual([
    'packages/stages/src/data/run.ts: stage data imports stage index',
  ]);
});

test('sizes: files, functions and exceptions that are no longer needed', () => {
  const long = `// x\nexport const build = () => {\n${'  step();\n'.repeat(59)}};\n`;
  const files = {
    'packages/contracts/src/long.ts': long,
    'packages/contracts/src/huge.ts': '// x\n'.repeat(401),
  };
  const breaks = findSizeBreaks(plant(files), { ...none, fileLines: ['gone.ts'] });
  expect(breaks).toEqual([
    'packages/contracts/src/huge.ts has 401 lines; at most 400',
    'packages/contracts/src/long.ts:2 build has 61 lines; at most 60',
    'tools/house/exceptions.json lists gone.ts, which needs no exception',
  ]);
  const allowed = {
    ...none,
    fileLines: ['packages/contracts/src/huge.ts'],
    functionLines: ['packages/contracts/src/long.ts build'],
  };
  expect(findSizeBreaks(plant(files), allowed)).toEqual([]);
});

test('sizes: a Python function ends where its indentation does', () => {
  const text =
    'def outer(\n    a,\n) -> int:\n    x = 1\n\n    def inner(): return 2\n    return x\n\ny = 3\n';
  expect(measurePythonFunctions(text)).toEqual([
    { name: 'outer', line: 1, numLines: 7 },
    { name: 'inner', line: 6, numLines: 1 },
  ]);
});

test('names: empty words, camelCase and hyphens in Python', () => {
  const files = {
    'packages/contracts/src/utils/read.ts': '// x\n',
    'packages/contracts/src/readFile.ts': '// x\n',
    'workers/train/read-file.py': '# x\n',
  };
  expect(findNameBreaks(plant(files), none)).toEqual([
    'packages/contracts/src/readFile.ts: not kebab-case',
    'packages/contracts/src/utils/: a name that says nothing',
    'workers/train/read-file.py: not snake_case',
  ]);
});

test('sources: comment, environment, console, door', () => {
  const text = "export * from './run.ts';\nconsole.log(process.env.HOME);\n";
  const repository = plant({
    'packages/contracts/src/bad.ts': text,
    'packages/contracts/src/words.ts':
      "// console.log and process.env in words only\nexport const text = 'process.env';\n",
    'packages/contracts/src/renamed.ts':
      "// x\nimport { env as surroundings } from 'node:process';\nexport { surroundings };\n",
  });
  const path = 'packages/contracts/src/bad.ts';
  expect(findUncommentedSources(repository)).toEqual([`${path} does not open with a comment`]);
  expect(findEnvironmentReaders(repository).map((line) => line.split(' ')[0])).toEqual([
    path,
    'packages/contracts/src/renamed.ts',
  ]);
  expect(findConsoleUsers(repository)).toEqual([`${path} uses the console`]);
  expect(findOpenDoors(repository)).toEqual([`${path} has "export *"; name what it offers`]);
});

test('documents: missing README, missing path, other headings', () => {
  const repository = plant({
    'packages/text/package.json': '{ "name": "@slipway/text" }',
    'packages/text/src/one.ts': '// x\n',
    'packages/text/src/two.ts': '// x\n',
    'README.md':
      '# A\n\n## B\n\n`packages/NAME/src`, `docs/decisions/NNNN-title.md`, `docs/gone.md`, [x](docs/lost.md)\n',
    'README.zh-CN.md': '# A\n\n### B\n',
  });
  expect(findMissingReadmes(repository)).toEqual(['packages/text has no README.md']);
  expect(findMissingPaths(repository)).toEqual([
    'README.md names docs/gone.md, which does not exist',
    'README.md names docs/lost.md, which does not exist',
  ]);
  expect(findHeadingBreaks(repository)).toEqual(['README.zh-CN.md and README.md differ in their headings']);
});

test.each([`see ${'issue'} 12`, `open /${'work'}/main`, `${'TO'}${'DO'}: later`])(
  'words: "%s" is found',
  (text) => {
    expect(findForbiddenWords(plant({ 'docs/a.md': `# A\n\n${text}\n` }))).toHaveLength(1);
  },
);

test('messages: keys and placeholders', async () => {
  const en = { a: 'x {{n}}', b: { c: 'y' }, items_one: '{{count}} item', items_other: '{{count}} items' };
  const zh = { a: 'x {{m}}', b: {}, d: 'z', items_other: '{{count}} 项' };
  expect(compareCatalogues(en, zh).sort()).toEqual([
    'a has other placeholders in Chinese',
    'b.c is missing in Chinese',
    'd is missing in English',
  ]);
  const alone = plant({ 'packages/studio/src/messages/en.json': '{}' });
  expect((await findMessageBreaks(alone)).join()).toContain('has no Chinese twin');
});

test('messages: a Chinese word that the glossary has another for', () => {
  const word = ['凭', '条'].join('');
  const repository = plant({ 'docs/glossary.md': word, 'README.zh-CN.md': `# 船台\n\n${word}\n` });
  expect(findOtherWords(repository)).toEqual([`README.zh-CN.md:3 says ${word} for 回执`]);
});

test.each([
  ['MIT', true],
  ['(GPL-2.0 OR MIT)', true],
  ['LGPL-3.0-or-later', true],
  ['GPL-3.0-only', false],
  ['MIT AND AGPL-3.0', false],
  ['', false],
])('licences: %s', (licence, isAccepted) => {
  expect(isLicenceAccepted(licence)).toBe(isAccepted);
});

test('lock: a dependency that only the package.json knows', () => {
  const lock = {
    packages: { '': { devDependencies: { vitest: '4' } }, 'packages/stages': { dependencies: {} } },
  };
  const repository = plant({ 'package-lock.json': JSON.stringify(lock) });
  expect(findLockBreaks(repository)).toEqual([
    'packages/stages/package.json wants @slipway/contracts 1, package-lock.json has undefined',
  ]);
});

test('lock: a package for a newer Node than ours', () => {
  const engines = { a: '>=22', b: '>=20.20', c: '^18 || ^20.19.0 || >=22', d: '>= 0.8' };
  const packages = Object.entries(engines).map(([name, node]) => [
    `node_modules/${name}`,
    { version: '1', engines: { node } },
  ]);
  const lock = { packages: { '': { engines: { node: '>=20.19' } }, ...Object.fromEntries(packages) } };
  expect(findNewerNodes(plant({ 'package-lock.json': JSON.stringify(lock) }))).toEqual([
    'node_modules/a 1 wants Node >=22',
    'node_modules/b 1 wants Node >=20.20',
  ]);
});

test('sources: one that does not parse is named once', () => {
  const repository = plant({ 'packages/contracts/src/bad.ts': '// x\nexport const = 1;\n' });
  expect(findUnreadableSources(repository)).toEqual([
    expect.stringMatching(/^packages\/contracts\/src\/bad\.ts does not parse/),
  ]);
  expect(findFloorBreaks(repository)).toEqual([]);
});
