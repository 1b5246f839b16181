import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { expect, test } from 'vitest';
import { createHttpFetch } from './http-fetch.ts';
import { publicUrl } from './public-url.ts';

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
