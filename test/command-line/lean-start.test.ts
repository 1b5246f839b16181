/**
 * What a command loads before it does anything. Most commands speak to a server that runs already; once, each of them loaded a whole server
 * and the library of texts first, three quarters of the time that it took.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { slipwayScript } from './run-slipway.ts';

const heavy = ['engines', 'gateway', 'stages', 'text', 'weights'];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-lean-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asModule = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;

/** Runs a command and notes each of our modules that it loads, as PACKAGE/dist/FILE. */
function listLoaded(...args: string[]): { exitCode: number | null; modules: string[] } {
  const list = join(folder, 'loaded.txt');
  rmSync(list, { force: true });
  const note = `import { appendFileSync } from 'node:fs';
    export async function load(url, context, next) {
      appendFileSync(${JSON.stringify(list)}, url + '\\n');
      return next(url, context);
    }`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(asModule(note))});`;
  const options = { env: { ...process.env, SLIPWAY_HOME: join(folder, 'home') } };
  const { status } = spawnSync(
    process.execPath,
    ['--import', asModule(register), slipwayScript, ...args],
    options,
  );
  const urls = readFileSync(list, 'utf8').trim().split('\n');
  const modules = urls.flatMap((url) => /\/packages\/([^/]+\/dist\/.+)$/.exec(url)?.[1] ?? []);
  return { exitCode: status, modules };
}

it.each([['--version'], ['runs', '--help'], ['config']])(
  'slipway %s loads neither a server nor the stages',
  (...args) => {
    const { exitCode, modules } = listLoaded(...args);
    expect(exitCode).toBe(0);
    expect(modules).toContain('cli/dist/main.js');
    expect(modules.filter((path) => heavy.includes(path.split('/')[0] ?? ''))).toEqual([]);
    expect(modules).not.toContain('server/dist/wiring/open-server.js');
  },
);

it('loads the library of texts for what needs it', () => {
  const { exitCode, modules } = listLoaded('data', 'languages');
  expect(exitCode).toBe(0);
  expect(modules).toContain('text/dist/index.js');
});
