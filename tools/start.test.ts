// `npm start` where it cannot go on: each time one line with the remedy, exit code 1, nothing on standard output and no
// stack trace. The real script is run with a search path and settings that make the machine look that way.

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = join(dirname(fileURLToPath(import.meta.url)), 'start.mjs');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-start-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function start(environment: Record<string, string>) {
  const env = { HOME: folder, PATH: folder, LANG: 'C', ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--exit', '--json'], {
    env,
    encoding: 'utf8',
  });
  return { status, stdout, lines: stderr.trimEnd().split('\n') };
}

test('no Python at all', () => {
  const { status, stdout, lines } = start({});
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(lines).toEqual([
    expect.stringMatching(/^No Python was found.*apt-get install python3.*SLIPWAY_PYTHON/),
  ]);
});

test('a Python that is too old, in Chinese', () => {
  const python = join(folder, 'python3');
  writeFileSync(python, `#!/bin/sh\necho ${python}\necho 3.8.10\necho True\n`);
  chmodSync(python, 0o755);
  const { status, stdout, lines } = start({ LANG: 'zh_CN.UTF-8' });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(lines).toEqual([expect.stringMatching(/^Python 3\.8\.10.*版本过低/)]);
});

test('a SLIPWAY_PYTHON that does not run', () => {
  mkdirSync(join(folder, 'python'));
  const { status, lines } = start({ SLIPWAY_PYTHON: join(folder, 'python') });
  expect(status).toBe(1);
  expect(lines).toEqual([expect.stringMatching(/^SLIPWAY_PYTHON names .*does not run as a Python/)]);
});
