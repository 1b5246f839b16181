import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ListedObject, ObjectStorage } from '../ports/object-storage.ts';
import { makeCertificate } from '../testing/make-certificate.ts';
import { startTunnelProxy, type TunnelProxy } from '../testing/start-tunnel-proxy.ts';
import { openS3Objects } from './open-s3-objects.ts';

const content = randomBytes(3_000_000);
const listing = `<?xml version="1.0"?><ListBucketResult><Name>corpus</Name><KeyCount>1</KeyCount>
<Contents><Key>a.jsonl</Key><Size>${content.length}</Size><ETag>&quot;1&quot;</ETag></Contents></ListBucketResult>`;

/** What was asked, and the names that clients wanted to speak to. */
let asked: { path: string; name: string | false | null }[];
let proxy: TunnelProxy;
const server = createServer(makeCertificate('s3.invalid'), (request, answer) => {
  const path = new URL(request.url ?? '', 'https://s3.invalid').pathname;
  asked.push({ path, name: (request.socket as TLSSocket & { servername: string | false }).servername });
  answer.setHeader('etag', '"1"');
  answer.end(path === '/corpus/a.jsonl' ? content : listing);
});
beforeEach(async () => {
  asked = [];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await startTunnelProxy((server.address() as AddressInfo).port);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await proxy.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function openThroughProxy(): ObjectStorage {
  return openS3Objects({
    endpoint: 'https://s3.invalid:9443',
    region: 'us-east-1',
    isPathStyle: true,
    accessKeyId: 'a',
    secretAccessKey: 'b',
    proxy: { url: `http://anna:hunter2@127.0.0.1:${proxy.port}`, noProxy: [] },
  });
}

async function listAll(objects: ObjectStorage): Promise<ListedObject[]> {
  const all: ListedObject[] = [];
  for await (const object of objects.list({ bucket: 'corpus', prefix: '' })) all.push(object);
  return all;
}

it('lists and reads an object of https through a tunnel, byte for byte', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const objects = openThroughProxy();
  const [object] = await listAll(objects);
  const chunks: Uint8Array[] = [];
  for await (const chunk of objects.read({ bucket: 'corpus', ...(object as ListedObject) }))
    chunks.push(chunk);
  expect(Buffer.concat(chunks).equals(content)).toBe(true);
  expect(asked.map(({ path }) => path.replace(/\/$/, ''))).toEqual(['/corpus', '/corpus/a.jsonl']);
  expect(new Set(asked.map(({ name }) => name))).toEqual(new Set(['s3.invalid']));
  const authorization = `Basic ${Buffer.from('anna:hunter2').toString('base64')}`;
  for (const tunnel of proxy.tunnels)
    expect(tunnel).toMatchObject({ target: 's3.invalid:9443', authorization });
  expect(proxy.tunnels[0]?.numBytesSent).toBeGreaterThan(0);
  const numBytes = proxy.tunnels.reduce((sum, { numBytesReceived }) => sum + numBytesReceived, 0);
  expect(numBytes).toBeGreaterThan(content.length);
});

it('does not speak through a tunnel to a server that cannot prove its name', async () => {
  await expect(listAll(openThroughProxy())).rejects.toThrow(/certificate/i);
  expect(proxy.tunnels.length).toBeGreaterThan(0);
  expect(asked).toEqual([]);
});
