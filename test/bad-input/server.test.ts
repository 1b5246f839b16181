/** What goes wrong around a server: its port, its home, and requests that it must refuse. */
import { existsSync, watch } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSlipway, type Slipway } from '../command-line/run-slipway.ts';
import { writeTinyProbeModel } from '../gates/tiny-probe-model.ts';
import { writeRecipe } from './write-recipe.ts';

const contextTokens = 256;

/** Sees commands try to take a home: each try has a file of its own beside the lock. */
function watchTries(home: string, numWanted: number): { seen: Set<string>; enough: Promise<void> } {
  const seen = new Set<string>();
  const enough = new Promise<void>((resolve) => {
    const watcher = watch(home, (_, name) => {
      if (name?.startsWith('server.lock.')) seen.add(name);
      if (seen.size < numWanted) return;
      watcher.close();
      resolve();
    });
  });
  return { seen, enough };
}

describe('a server that cannot be', () => {
  let slipway: Slipway;
  beforeAll(async () => {
    slipway = await openSlipway();
  });
  afterAll(() => slipway?.dispose());

  it('says that its port is taken, and starts on another', { timeout: 120_000 }, async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { exitCode, errors } = await slipway.run('up', '--port', String(port));
    other.close();
    expect(exitCode).toBe(1);
    expect(errors).toContain(String(port));
    expect(errors).toMatch(/What to do: .*--port/);
    const server = await slipway.start(['up', '--port', '0', '--json'], /"url"/);
    expect((await server.stop()).exitCode).toBe(0);
  });

  it('says that its gateway’s port is taken, instead of going on without one', {
    timeout: 120_000,
  }, async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { exitCode, errors } = await slipway.run('up', '--port', String(port - 1));
    other.close();
    expect(exitCode).toBe(1);
    expect(errors).toMatch(new RegExp(`port ${port} of the gateway`));
    expect(errors).toMatch(/What to do: .*--port/);
  });

  it('says that the home has a server already, which goes on', { timeout: 120_000 }, async () => {
    const server = await slipway.start(['up', '--port', '0', '--json'], /"url"/);
    const second = await slipway.runJson('up', '--port', '0');
    expect(second.exitCode).toBe(1);
    expect(second.last).toMatchObject({
      error: { code: 'server-already-running', hint: expect.stringMatching(/\w{4}/) },
    });
    expect((await slipway.runJson('runs')).last).toEqual(expect.objectContaining({ runs: [] }));
    expect((await server.stop()).exitCode).toBe(0);
  });

  it('lets a command wait for a server that holds the home and does not answer yet', {
    timeout: 120_000,
  }, async () => {
    const fresh = await openSlipway();
    const starting = fresh.start(['up', '--port', '0', '--json'], /"url"/);
    while (!existsSync(join(fresh.home, 'server.lock'))) await sleep(5);
    const { pid } = JSON.parse(await readFile(join(fresh.home, 'server.lock'), 'utf8')) as { pid: number };
    // Stopped, it holds the home for as long as it takes to see the command try a second time.
    process.kill(pid, 'SIGSTOP');
    let answersBefore: boolean | undefined;
    const tries = watchTries(fresh.home, 2);
    const answered = fresh.runJson('runs');
    await Promise.race([tries.enough, answered]).finally(() => {
      answersBefore = existsSync(join(fresh.home, 'server.json'));
      process.kill(pid, 'SIGCONT');
    });
    expect({ answersBefore, numTries: tries.seen.size }).toEqual({ answersBefore: false, numTries: 2 });
    const { exitCode, last } = await answered;
    expect({ exitCode, last }).toMatchObject({ exitCode: 0, last: { runs: [] } });
    expect((await (await starting).stop()).exitCode).toBe(0);
    await fresh.dispose();
  });

  it('refuses a port that is none, and arguments that nobody knows', { timeout: 120_000 }, async () => {
    for (const args of [
      ['up', '--port', 'harbour'],
      ['up', '--port', '99999'],
      ['up', '--harbour'],
      ['runs', '--limit', 'harbour'],
      ['harbour'],
    ]) {
      const { exitCode, errors } = await slipway.run(...args);
      expect({ args, exitCode }).toEqual({ args, exitCode: 1 });
      expect(errors).toMatch(/harbour|99999/);
    }
  });

  it('names a configuration file that is wrong', { timeout: 60_000 }, async () => {
    await writeFile(join(slipway.folder, 'wrong.config.ts'), 'export default { server: { prot: 1 } };\n');
    const { exitCode, errors } = await slipway.run('config', '--config', 'wrong.config.ts');
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/prot/);
    expect(errors).toMatch(/What to do: .*port/);
  });
});

describe('requests that a gateway refuses', () => {
  let slipway: Slipway;
  let server: Awaited<ReturnType<Slipway['start']>>;
  let url: string;
  let key: string;

  beforeAll(async () => {
    slipway = await openSlipway();
    await writeTinyProbeModel(join(slipway.folder, 'tiny.gguf'));
    server = await slipway.start(['up', '--port', '0', '--json'], /"url"/);
    url = (JSON.parse(server.line) as { url: string }).url;
    const recipe = await writeRecipe(slipway.folder, {
      model: { stage: 'pull', spec: { model: './tiny.gguf' } },
      service: { stage: 'serving', spec: { alias: 'tiny', contextTokens }, inputs: { model: 'model.model' } },
    });
    const { exitCode, errors } = await slipway.run('run', recipe);
    expect({ exitCode, errors: exitCode === 0 ? '' : errors }).toEqual({ exitCode: 0, errors: '' });
    key = ((await slipway.runJson('keys', 'make', 'Harbour')).last as { secret: string }).secret;
  }, 240_000);
  afterAll(async () => {
    await server?.stop();
    await slipway?.dispose();
  }, 60_000);

  const ask = async (body: unknown, secret = key) => {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    expect(text).not.toMatch(/^\s+at /m);
    return {
      status: response.status,
      error: (JSON.parse(text) as { error?: { message: string; code?: string } }).error,
    };
  };
  const say = (content: string, more = {}) => ({
    model: 'tiny',
    messages: [{ role: 'user', content }],
    max_tokens: 4,
    ...more,
  });

  it('answers 401 to a key that nobody has', { timeout: 30_000 }, async () => {
    expect(await ask(say('hello'), 'sk-slipway-none')).toMatchObject({
      status: 401,
      error: { code: expect.stringMatching(/key/) },
    });
  });

  it('answers 400 to too long a request, with both lengths', { timeout: 30_000 }, async () => {
    const { status, error } = await ask(say('harbour '.repeat(200)));
    expect(status).toBe(400);
    expect(error?.message).toMatch(new RegExp(`\\b${contextTokens}\\b`));
    expect(Number(/\b(1\d{3})\b/.exec(error?.message ?? '')?.[1])).toBeGreaterThan(contextTokens);
  });

  it('names what is wrong in a body', { timeout: 30_000 }, async () => {
    expect(await ask('{"model": ')).toMatchObject({ status: 400 });
    expect(await ask(say('hello', { temprature: 1 }))).toMatchObject({
      status: 400,
      error: { message: expect.stringMatching(/temprature/) },
    });
    expect(await ask(say('hello', { max_tokens: 'many' }))).toMatchObject({
      status: 400,
      error: { message: expect.stringMatching(/max_tokens/) },
    });
    expect(await ask({ ...say('hello'), model: 'tini' })).toMatchObject({
      status: 404,
      error: { message: expect.stringMatching(/tini/) },
    });
  });

  it('answers the next good request, and has counted no bad one', { timeout: 60_000 }, async () => {
    const good = await ask(say('hello'));
    expect(good).toEqual({ status: 200, error: undefined });
    await expect
      .poll(
        async () =>
          ((await slipway.runJson('statement')).last as { total: { numRequests: number } }).total.numRequests,
        { timeout: 30_000 },
      )
      .toBe(1);
    const log = await readFile(join(slipway.home, 'logs', 'server.log'), 'utf8');
    expect(log).not.toContain(key);
  });

  it('converses until its input ends, be it in the middle of an answer', { timeout: 60_000 }, async () => {
    for (const [input, numAnswers] of [
      ['hello', 1],
      ['hello\n\nharbour\n', 1],
      ['', 0],
    ] as const) {
      const { exitCode, output } = await slipway.pipe(input, 'chat', 'tiny', '--json');
      expect({ input, exitCode }).toEqual({ input, exitCode: 0 });
      expect(
        output.split('\n').filter((line) => line.includes('"ended"')),
        input,
      ).toHaveLength(numAnswers);
    }
    const long = await slipway.pipe('harbour '.repeat(200), 'chat', 'tiny');
    expect(long).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining(`length is ${contextTokens}`),
    });
  });

  it('serves again once a model that was gone is back', { timeout: 240_000 }, async () => {
    await server.stop();
    const { last } = await slipway.runJson('models');
    const digest = (last as { models: { artifact: { digest: string } }[] }).models[0]?.artifact.digest ?? '';
    const manifest = pathIn('manifests', digest);
    const { files } = JSON.parse(await readFile(`${manifest}.json`, 'utf8')) as {
      files: { digest: string }[];
    };
    const blob = pathIn('blobs', files[0]?.digest ?? '');
    await rename(blob, `${blob}.away`);
    server = await slipway.start(['up', '--port', '0', '--json'], /"url"/);
    await expect.poll(listStates, { timeout: 60_000, interval: 1000 }).toContain('failed');
    await server.stop();
    await rename(`${blob}.away`, blob);
    server = await slipway.start(['up', '--port', '0', '--json'], /"url"/);
    await expect.poll(listStates, { timeout: 60_000, interval: 1000 }).toContain('serving');
  });

  const pathIn = (kind: string, digest: string) => {
    const hex = digest.slice('sha256:'.length);
    return join(slipway.home, 'store', kind, hex.slice(0, 2), hex);
  };
  const listStates = async () => {
    const { last } = await slipway.runJson('models');
    const { models } = last as { models: { deployments: { state: string }[] }[] };
    return models.flatMap((one) => one.deployments.map((deployment) => deployment.state));
  };
});
