/**
 * An S3 server for tests: moto, a process of its own, behind a relay that sees each request and can break a line.
 * Invariant: listens on this machine alone; nothing is left running once it is closed.
 * Refuses to start where moto is not installed (pip install "moto[server]").
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { S3Client } from '@aws-sdk/client-s3';
import { readEnvironment } from '../configuration/read-environment.ts';
import type { S3Connection } from '../s3/s3-client.ts';

export interface RelayedRequest {
  method: string;
  /** With its query, as it was sent. */
  path: string;
  range?: string | undefined;
}

export interface S3Fixture {
  /** Of the relay. */
  readonly connection: S3Connection & { endpoint: string };
  /** What came by the relay, in order. */
  readonly requests: RelayedRequest[];
  /** Speaks to the server past the relay. */
  readonly client: S3Client;
  /** @returns the name of a new bucket */
  makeBucket(): Promise<string>;
  put(bucket: string, key: string, body: string | Uint8Array): Promise<void>;
  remove(bucket: string, key: string): Promise<void>;
  /** For each answer from now on the bytes after which its line breaks, or nothing; called with what was asked. */
  breakLines(choose: (asked: RelayedRequest) => number | undefined): void;
  /** Whether the server looks at credentials. */
  requireCredentials(isRequired: boolean): Promise<void>;
  close(): Promise<void>;
}

const startTimeoutMs = 120_000;
const keysPerPage = 50;
const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };

/** @returns nothing where moto is not installed */
export async function startS3Server(): Promise<S3Fixture | undefined> {
  const started = await startMoto();
  if (!started) return undefined;
  const { child, endpoint } = started;
  const requests: RelayedRequest[] = [];
  let chooseBreak: (asked: RelayedRequest) => number | undefined = () => undefined;
  const relay = createServer((asked, answer) => {
    const seen = { method: asked.method ?? '', path: asked.url ?? '', range: asked.headers.range };
    requests.push(seen);
    passOn(endpoint, { asked, answer, breakAfter: chooseBreak(seen) });
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const { S3Client, CreateBucketCommand, PutObjectCommand, DeleteObjectCommand } = await import(
    '@aws-sdk/client-s3'
  );
  const settings = { region: 'us-east-1', ...credentials };
  const client = new S3Client({ endpoint, region: settings.region, forcePathStyle: true, credentials });
  return {
    connection: {
      ...settings,
      isPathStyle: true,
      endpoint: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    },
    requests,
    client,
    async makeBucket() {
      const bucket = `slipway-${randomBytes(6).toString('hex')}`;
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      return bucket;
    },
    async put(Bucket, Key, Body) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
    async remove(Bucket, Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    breakLines(choose) {
      chooseBreak = choose;
    },
    async requireCredentials(isRequired) {
      const body = isRequired ? '0' : 'inf';
      await fetch(`${endpoint}/moto-api/reset-auth`, { method: 'POST', body });
    },
    close: () => closeAll(client, relay, child),
  };
}

/** Starts moto on a free port. */
export async function startMoto(): Promise<{ child: ChildProcess; endpoint: string } | undefined> {
  const args = ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'];
  // So that a few dozen objects fill several pages.
  const env = { ...readEnvironment(), MOTO_S3_DEFAULT_MAX_KEYS: String(keysPerPage) };
  const child = spawn('python3', args, { stdio: ['ignore', 'ignore', 'pipe'], env });
  child.on('error', () => undefined);
  const timer = setTimeout(() => child.kill('SIGKILL'), startTimeoutMs);
  try {
    for await (const line of createInterface({ input: child.stderr })) {
      const endpoint = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (endpoint === undefined) continue;
      child.stderr.resume();
      return { child, endpoint };
    }
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** The path goes on as it came, so that keys arrive letter by letter. */
function passOn(
  endpoint: string,
  line: { asked: IncomingMessage; answer: ServerResponse; breakAfter: number | undefined },
): void {
  const { asked, answer, breakAfter } = line;
  const { hostname, port } = new URL(endpoint);
  const { method, headers, url: path } = asked;
  const onward = request({ hostname, port, path, method, headers }, (given) => {
    answer.writeHead(given.statusCode ?? 500, given.headers);
    if (breakAfter === 0) answer.destroy();
    let left = breakAfter ?? Number.POSITIVE_INFINITY;
    given.on('data', (chunk: Buffer) => {
      if (left === 0) return;
      const some = chunk.subarray(0, left);
      left -= some.length;
      answer.write(some, () => left === 0 && answer.destroy());
    });
    given.on('end', () => left > 0 && answer.end());
    given.on('error', () => answer.destroy());
  });
  onward.on('error', () => answer.destroy());
  answer.on('close', () => onward.destroy());
  asked.pipe(onward);
}

async function closeAll(client: S3Client, relay: Server, child: ChildProcess): Promise<void> {
  client.destroy();
  relay.closeAllConnections();
  await new Promise((resolve) => relay.close(resolve));
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
