// Two set-ups at once: real processes that would disturb one another take turns, and one whose owner was killed is no
// obstacle. `npm test` in a second terminal once removed node_modules under the npm of an `npm start` in the first.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const module = new URL('./setup-lock.mjs', import.meta.url).href;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lock = () => join(folder, '.slipway-setup.lock');
const read = (name: string) => {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
};

/** A process that holds the lock for a while and notes when it came in and went out. */
function setUp(name: string, holdMs: number): { child: ChildProcess; ended: Promise<unknown> } {
  const script = `
    import { appendFileSync } from 'node:fs';
    const { withSetupLock } = await import(${JSON.stringify(module)});
    const note = (file, text) => appendFileSync(${JSON.stringify(folder)} + '/' + file, text + '\\n');
    const progress = { step: async (label, work) => { note('waits', label); await work(); } };
    const messages = { waitingForSetup: ({ pid }) => '${name} waits for ' + pid };
    await withSetupLock({ root: ${JSON.stringify(folder)}, messages, progress }, async () => {
      note('turns', '${name} in');
      await new Promise((resolve) => setTimeout(resolve, ${holdMs}));
      note('turns', '${name} out');
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  return { child, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

test('the second waits for the first, and says for whom', { timeout: 30_000 }, async () => {
  const first = setUp('first', 800);
  await expect.poll(() => read('turns'), { timeout: 10_000 }).toBe('first in\n');
  const second = setUp('second', 10);
  await Promise.all([first.ended, second.ended]);
  expect(read('turns')).toBe('first in\nfirst out\nsecond in\nsecond out\n');
  expect(read('waits')).toBe(`second waits for ${first.child.pid}\n`);
  expect(existsSync(lock())).toBe(false);
});

test('many at once take turns', { timeout: 30_000 }, async () => {
  await Promise.all(['a', 'b', 'c', 'd'].map((name) => setUp(name, 50).ended));
  expect(read('turns').replaceAll(/(\w) in\n\1 out\n/g, '')).toBe('');
  expect(read('turns').split('\n')).toHaveLength(9);
});

test('one that was killed is taken over, as is another process with its number', {
  timeout: 30_000,
}, async () => {
  const killed = setUp('killed', 60_000);
  await expect.poll(() => read('turns'), { timeout: 10_000 }).toBe('killed in\n');
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(existsSync(lock())).toBe(true);
  await setUp('next', 10).ended;
  expect(read('turns')).toBe('killed in\nnext in\nnext out\n');
  if (existsSync('/proc/self/stat')) {
    writeFileSync(lock(), JSON.stringify({ pid: process.pid, start: '1' }));
    await setUp('last', 10).ended;
    expect(read('turns')).toContain('last out');
  }
  expect(read('waits')).toBe('');
});

test('what is no lock is replaced', { timeout: 30_000 }, async () => {
  writeFileSync(lock(), '{"pid":');
  await setUp('only', 10).ended;
  expect(read('turns')).toBe('only in\nonly out\n');
});
