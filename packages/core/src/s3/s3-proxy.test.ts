import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openS3Objects } from './open-s3-objects.ts';
import { isProxied } from './s3-proxy.ts';

const listing = `<?xml version="1.0"?><ListBucketResult><Name>corpus</Name><KeyCount>1</KeyCount>
<Contents><Key>a.md</Key><Size>3</Size><ETag>&quot;1&quot;</ETag></Contents></ListBucketResult>`;

let asked: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[];
let proxyUrl: string;
const proxy = createServer((request, response) => {
  asked.push(request);
  response.end(listing);
});
proxy.on('connect', (request, socket) => {
  asked.push(request);
  socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
});
beforeEach(async () => {
  asked = [];
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  proxyUrl = `http://anna:hunter2@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterEach(async () => {
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
});

const basic = `Basic ${Buffer.from('anna:hunter2').toString('base64')}`;

async function list(endpoint: string, noProxy: string[] = []): Promise<string[]> {
  const connection = {
    endpoint,
    region: 'us-east-1',
    isPathStyle: true,
    accessKeyId: 'a',
    secretAccessKey: 'b',
  };
  const objects = openS3Objects({ ...connection, proxy: { url: proxyUrl, noProxy } });
  const keys: string[] = [];
  for await (const { key } of objects.list({ bucket: 'corpus', prefix: '' })) keys.push(key);
  return keys;
}

it('sends requests over http to the proxy with their whole address', async () => {
  expect(await list('http://s3.invalid:9000')).toEqual(['a.md']);
  expect(asked[0]?.url).toMatch(/^http:\/\/s3\.invalid:9000\/corpus\/?\?/);
  expect(asked[0]?.headers).toMatchObject({ host: 's3.invalid:9000', 'proxy-authorization': basic });
});

it('asks the proxy for a tunnel to https, and says where it refuses one, without the password', async () => {
  const error = await list('https://s3.invalid').catch((thrown: unknown) => thrown as Error);
  expect(asked[0]).toMatchObject({ method: 'CONNECT', url: 's3.invalid:443' });
  expect(asked[0]?.headers).toMatchObject({ 'proxy-authorization': basic });
  expect(error).toMatchObject({ code: 'network-unreachable' });
  const { message } = error as Error;
  expect(message).toContain('refuses the way to s3.invalid:443 with status 407');
  expect(message).not.toContain('hunter2');
});

it('leaves the proxy alone where a host needs none', async () => {
  await expect(list('http://s3.invalid', ['.invalid'])).rejects.toMatchObject({
    code: 'network-unreachable',
  });
  expect(asked).toEqual([]);
});

it('does not wait for ever for a server that takes requests and answers none', async () => {
  const mute = createNetServer(() => undefined).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const endpoint = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const connection = { endpoint, region: 'us-east-1', isPathStyle: true, ...credentials };
  const objects = openS3Objects({ ...connection, answerTimeoutMs: 20 });
  const listed = objects.list({ bucket: 'corpus', prefix: '' })[Symbol.asyncIterator]().next();
  await expect(listed).rejects.toMatchObject({ code: 'network-unreachable' });
  mute.close();
});

it.each([
  [{ hostname: 's3.corp' }, [], true],
  [{ hostname: 's3.corp' }, ['.corp'], false],
  [{ hostname: 's3.corp' }, ['*.corp'], false],
  [{ hostname: 'S3.corp' }, ['s3.corp'], false],
  [{ hostname: 'notcorp' }, ['corp'], true],
  [{ hostname: 's3.corp', port: 9000 }, ['s3.corp:443'], true],
  [{ hostname: 's3.corp', port: 9000 }, ['s3.corp:9000'], false],
  [{ hostname: 's3.corp' }, ['*'], false],
  [{ hostname: '127.0.0.1' }, [], false],
])('%j past %j goes through the proxy: %s', (place, noProxy, expected) => {
  expect(isProxied(place, { url: 'http://proxy', noProxy })).toBe(expected);
});
