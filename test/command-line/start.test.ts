/** `slipway start` beside a server of the same home, where the tour runs there and the page is that server's; and one that is stopped. */
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyTourModel } from '../kill/write-tiny-tour-model.ts';
import { openSlipway, type Slipway } from './run-slipway.ts';

describe('a start beside a server', { timeout: 120_000 }, () => {
  let slipway: Slipway;
  let server: Awaited<ReturnType<Slipway['start']>>;
  let url: string;
  // There is no such model, so the tour ends at its first steps.
  const nowhere = ['--small', '--documents', 'documents', '--model', './nowhere.gguf'];
  beforeAll(async () => {
    slipway = await openSlipway();
    await mkdir(join(slipway.folder, 'documents'));
    await writeFile(join(slipway.folder, 'documents', 'ropes.md'), '# Ropes\n\nCoil them clockwise.\n');
    server = await slipway.start(['up', '--port', '0', '--json'], /"url"/);
    url = (JSON.parse(server.line) as { url: string }).url;
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await slipway?.dispose();
  });

  it('gives a link that opens the page, to people and to programs', async () => {
    const { output, errors, exitCode } = await slipway.run('start', ...nowhere);
    expect(exitCode).toBe(1);
    expect(errors).toContain(`A server of this home already runs at ${url}`);
    expect(errors).not.toContain('Ctrl-C');
    const [, token] = /http\S+[#=/]([\w-]{20,})/.exec(output) ?? [];
    const opened = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect({ output, status: opened.status }).toMatchObject({ status: 200 });
    const programs = await slipway.run('start', ...nowhere, '--json');
    expect(JSON.parse(programs.output.split('\n')[0] ?? '')).toEqual({
      url,
      link: expect.stringContaining(url),
    });
  });

  it('prints the outcome alone where it ends with the tour', async () => {
    const { output } = await slipway.run('start', '--exit', '--json', ...nowhere);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(output)).toMatchObject({ passed: false });
  });

  it('refuses a port that is not the server’s', async () => {
    const refused = await slipway.run('start', '--port', '1', ...nowhere);
    expect(refused.exitCode).toBe(1);
    expect(refused.errors).toMatch(/cannot answer at port 1 too\n.*--port/);
    const same = await slipway.run('start', '--exit', '--json', '--port', new URL(url).port, ...nowhere);
    expect(JSON.parse(same.output)).toMatchObject({ passed: false });
  });
});

describe('a start that is stopped in the middle of the tour', { timeout: 120_000 }, () => {
  let slipway: Slipway;
  let silent: Server;
  beforeAll(async () => {
    // A package index that never answers keeps whatever makes an environment waiting.
    silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as AddressInfo;
    slipway = await openSlipway({
      environment: { PIP_INDEX_URL: `http://127.0.0.1:${port}/simple`, NO_PROXY: '127.0.0.1' },
    });
    await writeTinyTourModel(join(slipway.folder, 'tiny.gguf'));
  }, 60_000);
  afterAll(async () => {
    silent?.closeAllConnections();
    silent?.close();
    await slipway?.dispose();
  });

  const choices = ['--small', '--port', '0', '--model', './tiny.gguf'];

  it.each([
    ['with --exit', ['--exit', '--json'], 'SIGTERM'],
    ['that would go on to serve the page', [], 'SIGINT'],
  ] as const)('%s ends soon, and not as if it had passed', async (_what, flags, signal) => {
    const { child, ended } = await slipway.start(['start', ...choices, ...flags], /^[✓✗–] base/);
    const askedAt = Date.now();
    child.kill(signal);
    const { exitCode, output, errors } = await ended;
    expect({ exitCode, signal: child.signalCode }).toEqual({ exitCode: 130, signal: null });
    expect(Date.now() - askedAt).toBeLessThan(20_000);
    expect(errors).toContain('Stopped in the middle of the tour');
    if (flags.length > 0) expect(output).toBe('');
    else expect(output.match(/The studio: http/g)).toHaveLength(1);
  });
});
