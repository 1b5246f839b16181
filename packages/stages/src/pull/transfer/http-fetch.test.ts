import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { createHttpFetch } from './http-fetch.ts';
import { publicUrl } from './public-url.ts';

test('a proxy that closes the line on every try is given up, and asking to stop still stops', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxyUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await expect(createHttpFetch(proxyUrl, 300)('http://hub.invalid/m', {})).rejects.toMatchObject({
      code: 'network-unreachable',
      message: 'hub.invalid cannot be reached',
    });
    const signal = AbortSignal.abort();
    await expect(createHttpFetch(proxyUrl, 300)('http://hub.invalid/m', { signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  } finally {
    await new Promise((resolve) => server.close(resolve));
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
