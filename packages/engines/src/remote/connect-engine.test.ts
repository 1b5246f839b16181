/**
 * The client of an engine process where the engine is slow, or its connection breaks.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, collectAnswer } from '../contract/engine-contract.ts';
import { connectEngine } from './connect-engine.ts';

const finished = {
  type: 'finished',
  reason: 'stop',
  usage: { numPromptTokens: 1, numCachedTokens: 0, numOutputTokens: 0 },
};
const dispatcherKey = Symbol.for('undici.globalDispatcher.1');

let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function connect(listener: RequestListener): Promise<ReturnType<typeof connectEngine>> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return connectEngine({ url: `http://127.0.0.1:${port}`, token: 'x'.repeat(64) });
}

describe('connected engine', () => {
  it('waits for a place in the queue beyond the time after which fetch gives up', {
    timeout: 20_000,
  }, async () => {
    // What fetch allows, 300 s, made short: Node keeps its dispatcher under this symbol, once fetch was used.
    await fetch('data:,');
    const globals = globalThis as unknown as Record<
      symbol,
      { constructor: new (options: object) => unknown }
    >;
    const usual = globals[dispatcherKey];
    if (usual === undefined) throw new Error('Node has a global dispatcher');
    globals[dispatcherKey] = new usual.constructor({
      headersTimeout: 500,
      bodyTimeout: 500,
    }) as typeof usual;
    try {
      const engine = await connect((_, response) => {
        setTimeout(() => response.end(`${JSON.stringify(finished)}\n`), 3000);
      });
      expect((await collectAnswer(engine.generate(ask([1], {})))).reason).toBe('stop');
    } finally {
      globals[dispatcherKey] = usual;
    }
  });

  it('tells a connection that broke from an engine that refused', async () => {
    const engine = await connect((request) => request.socket.destroy());
    await expect(collectAnswer(engine.generate(ask([1], {})))).rejects.toMatchObject({
      code: 'engine-crashed',
      retryable: true,
    });
    await expect(engine.status()).rejects.toMatchObject({ code: 'engine-crashed' });
  });
});
