// The house rules, applied to this repository. Each test lists what breaks its rule, so a failure is its own worklist;
// that each rule does see a break is shown in `rules.test.ts`.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  findForbiddenWords,
  findHeadingBreaks,
  findMissingPaths,
  findMissingReadmes,
} from './document-rules.ts';
import { findFloorBreaks, findFolderCycles, findStageBreaks } from './import-rules.ts';
import { findLicenceBreaks } from './licence-rules.ts';
import { findLockBreaks, findNewerNodes } from './lock-rules.ts';
import { findMessageBreaks, findOtherWords } from './message-rules.ts';
import { findNameBreaks } from './name-rules.ts';
import { readRepository } from './repository.ts';
import { type Exceptions, findSizeBreaks } from './size-rules.ts';
import {
  findConsoleUsers,
  findEnvironmentReaders,
  findOpenDoors,
  findUncommentedSources,
  findUnreadableSources,
} from './source-rules.ts';

const here = dirname(fileURLToPath(import.meta.url));
const repository = readRepository(dirname(dirname(here)));
const exceptions = JSON.parse(readFileSync(join(here, 'exceptions.json'), 'utf8')) as Exceptions;

test('the repository has sources to judge', () => {
  expect(repository.sources.length).toBeGreaterThan(20);
});

test('each source parses', () => {
  expect(findUnreadableSources(repository)).toEqual([]);
});

test('imports go to a lower floor, through the door, and are declared', () => {
  expect(findFloorBreaks(repository)).toEqual([]);
});

test('no folders import one another in a ring', () => {
  expect(findFolderCycles(repository)).toEqual([]);
});

test('no stage imports another', () => {
  expect(findStageBreaks(repository)).toEqual([]);
});

test('files and functions keep to their size', () => {
  expect(findSizeBreaks(repository, exceptions)).toEqual([]);
});

test('files and folders are named for what they are', () => {
  expect(findNameBreaks(repository, exceptions)).toEqual([]);
});

test('each source opens with a comment', () => {
  expect(findUncommentedSources(repository)).toEqual([]);
});

test('one module reads the environment', () => {
  expect(findEnvironmentReaders(repository)).toEqual([]);
});

test('the console belongs to programs for people', () => {
  expect(findConsoleUsers(repository)).toEqual([]);
});

test('doors name what they offer', () => {
  expect(findOpenDoors(repository)).toEqual([]);
});

test('each package has a README', () => {
  expect(findMissingReadmes(repository)).toEqual([]);
});

test('paths named in documents exist', () => {
  expect(findMissingPaths(repository)).toEqual([]);
});

test('a document and its Chinese twin have the same headings', () => {
  expect(findHeadingBreaks(repository)).toEqual([]);
});

test('nothing names the place it was written in, a ticket, or unfinished work', () => {
  expect(findForbiddenWords(repository)).toEqual([]);
});

test('English and Chinese messages have the same keys and placeholders', async () => {
  expect(await findMessageBreaks(repository)).toEqual([]);
});

test('Chinese says one thing in one word, the glossary’s', () => {
  expect(findOtherWords(repository)).toEqual([]);
});

test('licences of everything installed are permissive or weak copyleft', () => {
  expect(findLicenceBreaks(repository.root)).toEqual([]);
});

test('the lock file knows what each package.json declares', () => {
  expect(findLockBreaks(repository)).toEqual([]);
});

test('no package that is installed wants a newer Node than ours', () => {
  expect(findNewerNodes(repository)).toEqual([]);
});

test('everything is formatted, and no lint has a word to say', { timeout: 120_000 }, () => {
  const biome = join(repository.root, 'node_modules/@biomejs/biome/bin/biome');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [biome, 'check', '--error-on-warnings', '--reporter=summary', '.'],
    { cwd: repository.root, encoding: 'utf8' },
  );
  expect(status === 0 ? '' : `${stdout}${stderr}`).toBe('');
});
