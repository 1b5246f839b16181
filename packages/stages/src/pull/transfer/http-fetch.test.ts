import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { makeCertificate, startTunnelProxy } from '@slipway/core/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { createHttpFetch } from './http-fetch.ts';
import { publicUrl } from './public-url.ts';

afterEach(() => void vi.unstubAllEnvs());

test('a proxy that closes the line on every try is given up, and asking to stop still stops', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, noProxy: [] };
  try {
    await expect(createHttpFetch(proxy, 300)('http://hub.invalid/m', {})).rejects.toMatchObject({
      code: 'network-unreachable',
      message: 'hub.invalid cannot be reached',
    });
    const signal = AbortSignal.abort();
    await expect(createHttpFetch(proxy, 300)('http://hub.invalid/m', { signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test('a model of an https hub comes through a tunnel byte for byte, and only from a hub that proves its name', async () => {
  const model = randomBytes(3_000_000);
  let numAsked = 0;
  const hub = createHttpsServer(makeCertificate('hub.invalid'), (_, answer) => {
    numAsked += 1;
    answer.end(model);
  });
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
  const proxy = await startTunnelProxy((hub.address() as AddressInfo).port);
  const fetchModel = createHttpFetch({ url: `http://anna:hunter2@127.0.0.1:${proxy.port}`, noProxy: [] });
  try {
    await expect(fetchModel('https://hub.invalid:8443/m', {})).rejects.toMatchObject({
      code: 'network-unreachable',
      cause: { cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } },
    });
    expect(numAsked).toBe(0);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const answer = await fetchModel('https://hub.invalid:8443/m', {});
    expect(Buffer.from(await answer.arrayBuffer()).equals(model)).toBe(true);
    const tunnel = proxy.tunnels.at(-1);
    const authorization = `Basic ${Buffer.from('anna:hunter2').toString('base64')}`;
    expect(tunnel).toMatchObject({ target: 'hub.invalid:8443', authorization });
    expect(tunnel?.numBytesReceived).toBeGreaterThan(model.length);
  } finally {
    await proxy.close();
    hub.closeAllConnections();
    await new Promise((resolve) => hub.close(resolve));
  }
});

test('a host that needs no proxy is reached without one', async () => {
  const proxy = createServer((socket) => socket.destroy());
  const hub = createHttpServer((_, answer) => answer.end('a model'));
  for (const one of [proxy, hub]) await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  const urlOf = (one: Server) => `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
  try {
    const through = createHttpFetch({ url: urlOf(proxy), noProxy: ['.corp'] }, 300);
    await expect(through(urlOf(hub), {})).rejects.toMatchObject({ code: 'network-unreachable' });
    const past = createHttpFetch({ url: urlOf(proxy), noProxy: ['.corp', '127.0.0.1'] });
    expect(await (await past(urlOf(hub), {})).text()).toBe('a model');
  } finally {
    hub.closeAllConnections();
    for (const one of [proxy, hub]) await new Promise((resolve) => one.close(resolve));
  }
});

test('an address that is none is refused by name of the setting', async () => {
  await expect(createHttpFetch()('mirror.example/simple', {})).rejects.toMatchObject({
    code: 'network-unreachable',
    hint: expect.stringContaining('mirrors'),
  });
});

test('an address is shown without password and query', () => {
  expect(publicUrl('https://anna:secret@mirror.example/a/b?key=secret#x')).toBe('https://mirror.example/a/b');
  expect(publicUrl('anna:secret')).not.toContain('secret');
});
