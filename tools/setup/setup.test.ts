// The judgements of set-up, each on real input: files as npm writes them, output as npm prints it, interpreters that
// really run. The whole command is tried in `start.test.ts`.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestSources } from './build.mjs';
import { listDiskNeeds } from './check-machine.mjs';
import { findDiskProblem } from './disk.mjs';
import { formatDuration } from './duration.mjs';
import { isInstalled, writeInstallStamp } from './install-state.mjs';
import { chooseLanguage } from './language.mjs';
import { isNodeSupported } from './node-version.mjs';
import { judgeNpmFailure } from './npm-failure.mjs';
import { findPlatformProblem } from './platform.mjs';
import { findPython } from './python.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ['v20.19.0', true],
  ['v20.18.3', false],
  ['v18.20.8', false],
  ['v21.7.0', false],
  ['v22.11.0', false],
  ['v22.12.0', true],
  ['v24.0.0', true],
])('Node.js %s', (version, isSupported) => {
  expect(isNodeSupported(version)).toBe(isSupported);
});

test.each([
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'zh_TW' }, 'zh'],
  [{}, 'en'],
])('language of %j', (environment, language) => {
  expect(chooseLanguage(environment)).toBe(language);
});

test.each([
  [420, 'en', '0.4 s'],
  [9_960, 'en', '10 s'],
  [200_000, 'en', '3 min 20 s'],
  [200_000, 'zh', '3 分 20 秒'],
  [3_900_000, 'en', '1 h 05 min'],
] as const)('%i ms in %s', (durationMs, language, text) => {
  expect(formatDuration(durationMs, language)).toBe(text);
});

test('platforms', () => {
  const problem = (platform: string, arch: string, glibcVersion?: string) =>
    findPlatformProblem({ platform, arch, glibcVersion });
  expect(problem('linux', 'x64', '2.36')).toBeUndefined();
  expect(problem('linux', 'x64')).toBe('musl');
  expect(problem('linux', 'ia32', '2.36')).toBe('other');
  expect(problem('darwin', 'arm64')).toBeUndefined();
  expect(problem('darwin', 'x64')).toBe('intel-mac');
  expect(problem('win32', 'x64')).toBe('windows');
});

test('disk space is measured at the nearest folder that exists', () => {
  const need = (neededBytes: number) => [{ folder: join(folder, 'not/yet'), neededBytes }];
  expect(findDiskProblem(need(1))).toBeUndefined();
  expect(findDiskProblem(need(2 ** 60))).toMatchObject({ neededBytes: 2 ** 60 });
});

test('folders on one disk need their space together, the default home among them', () => {
  const home = join(folder, 'home');
  const needs = listDiskNeeds({ root: folder, environment: { SLIPWAY_HOME: home } });
  const total = needs.reduce((sum, { neededBytes }) => sum + neededBytes, 0);
  const sum = (freeBytes: number) => findDiskProblem(needs, () => ({ device: 1, freeBytes }));
  expect(sum(total)).toBeUndefined();
  expect(sum(total - 1)).toMatchObject({ neededBytes: total, freeBytes: total - 1 });
  const smallHome = (place: string) =>
    place === folder ? { device: 1, freeBytes: total } : { device: 2, freeBytes: 2 ** 30 };
  expect(findDiskProblem(needs, smallHome)).toMatchObject({ folder: home, freeBytes: 2 ** 30 });
  const [, byDefault] = listDiskNeeds({ root: folder, environment: {} });
  expect(byDefault).toMatchObject({ folder: join(homedir(), '.slipway') });
});

test.each([
  [
    'network',
    ['npm http fetch GET x', 'npm error code ECONNREFUSED', 'npm error errno ECONNREFUSED'],
    'ECONNREFUSED',
  ],
  ['network', ['npm ERR! code E407', 'npm ERR! 407 Proxy Authentication Required'], 'E407'],
  ['no-space', ['npm error code ENOSPC', 'npm error syscall write', 'npm error ENOSPC: no space left'], ''],
  [
    'no-permission',
    ['npm error code EACCES', 'npm error path x', 'npm error Error: EACCES: permission denied, mkdir'],
    '',
  ],
  ['other', ['npm error code E404', 'npm error 404 Not Found'], '404 Not Found'],
])('npm failure: %s', (kind, lines, detail) => {
  const judged = judgeNpmFailure(lines);
  expect(judged.kind).toBe(kind);
  expect(judged.detail).toContain(detail);
});

test('packages are in step when the record or the stamp says so, and not after an install was cut off', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1', integrity: 'x' },
      'node_modules/b': { version: '1', optional: true },
    },
  };
  const record = { packages: { 'node_modules/a': { version: '1', integrity: 'x' } } };
  const write = (path: string, value: unknown) => writeFileSync(join(folder, path), JSON.stringify(value));
  mkdirSync(join(folder, 'node_modules'));
  write('package-lock.json', lock);
  expect(isInstalled(folder)).toBe(false);
  writeInstallStamp(folder);
  expect(isInstalled(folder)).toBe(false);
  write('node_modules/.package-lock.json', record);
  expect(isInstalled(folder)).toBe(true);
  lock.packages['node_modules/a'].version = '2';
  write('package-lock.json', lock);
  expect(isInstalled(folder)).toBe(false);
  write('node_modules/.package-lock.json', lock);
  expect(isInstalled(folder)).toBe(true);
});

test('the digest of sources follows content, not output or tests', () => {
  const source = join(folder, 'packages/a/src');
  mkdirSync(source, { recursive: true });
  mkdirSync(join(folder, 'packages/a/dist'));
  writeFileSync(join(source, 'one.ts'), 'a');
  const before = digestSources(folder);
  writeFileSync(join(folder, 'packages/a/dist/one.js'), 'a');
  writeFileSync(join(source, 'one.test.ts'), 'a');
  expect(digestSources(folder)).toBe(before);
  writeFileSync(join(source, 'one.ts'), 'b');
  expect(digestSources(folder)).not.toBe(before);
});

function fakePython(name: string, { version, modules }: { version: string; modules: string }): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho ${path}\necho ${version}\necho ${modules}\n`);
  chmodSync(path, 0o755);
  return path;
}

test('a named Python is the only one that is asked', async () => {
  const old = fakePython('old', { version: '3.9.2', modules: 'True' });
  const bare = fakePython('bare', { version: '3.12.1', modules: 'False' });
  const good = fakePython('good', { version: '3.10.0', modules: 'True' });
  const ask = (path: string) => findPython({ SLIPWAY_PYTHON: path });
  expect(await ask(old)).toMatchObject({ problem: 'too-old', version: '3.9.2' });
  expect(await ask(bare)).toMatchObject({ problem: 'no-venv' });
  expect(await ask(good)).toEqual({ python: { path: good, version: '3.10.0', canMakeEnvironments: true } });
  const young = fakePython('young', { version: '3.14.0', modules: 'True' });
  expect(await ask(young)).toMatchObject({ problem: 'too-new', version: '3.14.0' });
  expect(await ask('/nowhere/python')).toEqual({ problem: 'wrong-path', path: '/nowhere/python' });
});

test('a Python that the pinned packages are not built for does not win over one that they are', async () => {
  fakePython('python3', { version: '3.14.0', modules: 'True' });
  const before = process.env.PATH;
  process.env.PATH = folder;
  try {
    expect(await findPython({})).toMatchObject({ problem: 'too-new', version: '3.14.0' });
    const fitting = fakePython('python3.13', { version: '3.13.5', modules: 'True' });
    expect(await findPython({})).toMatchObject({ python: { path: fitting } });
  } finally {
    process.env.PATH = before;
  }
});
