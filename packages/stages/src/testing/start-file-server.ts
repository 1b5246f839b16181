/**
 * A local HTTP server for tests of pulling: serves bytes with strong tags and ranges, and breaks off on demand.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface ServedFile {
  body: Buffer | string;
  type?: string;
  status?: number;
  /** Breaks the connection after so many bytes of the body, once. */
  cutAfterBytes?: number;
  /** Sends no tag, so that nothing can be resumed. */
  isUntagged?: boolean;
  /** Sends the head and then nothing. */
  isStalled?: boolean;
}

export interface FileServer {
  readonly url: string;
  /** By path; changed at will. */
  readonly files: Map<string, ServedFile>;
  readonly requests: { method: string; path: string; headers: IncomingMessage['headers'] }[];
  close(): Promise<void>;
}

export async function startFileServer(): Promise<FileServer> {
  const files = new Map<string, ServedFile>();
  const requests: FileServer['requests'] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').replace(/^https?:\/\/[^/]+/, ''));
    requests.push({ method: request.method ?? '', path, headers: request.headers });
    const file = files.get(path);
    if (file) answer(file, request, response);
    else response.writeHead(404).end('not here');
  });
  // As a proxy it leads every tunnel to itself.
  server.on('connect', (request, socket) => {
    requests.push({ method: 'CONNECT', path: request.url ?? '', headers: request.headers });
    const own = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      own.pipe(socket).pipe(own);
    });
    own.on('error', () => socket.destroy());
    socket.on('error', () => own.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    files,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(file: ServedFile, request: IncomingMessage, response: ServerResponse): void {
  const whole = Buffer.from(file.body);
  const etag = `"${createHash('sha256').update(whole).digest('hex').slice(0, 16)}"`;
  const tag = file.isUntagged ? {} : { etag };
  const head = { ...tag, 'content-type': file.type ?? 'application/octet-stream' };
  if (file.status !== undefined && file.status !== 200) {
    response.writeHead(file.status, head).end('refused');
    return;
  }
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  const ifRange = request.headers['if-range'];
  const start = asked !== undefined && (ifRange === undefined || ifRange === etag) ? Number(asked) : 0;
  if (start > 0 && start >= whole.length) {
    response.writeHead(416, { 'content-range': `bytes */${whole.length}` }).end();
    return;
  }
  const body = whole.subarray(start);
  const range = start > 0 ? { 'content-range': `bytes ${start}-${whole.length - 1}/${whole.length}` } : {};
  response.writeHead(start > 0 ? 206 : 200, { ...head, ...range, 'content-length': body.length });
  if (file.isStalled) {
    response.flushHeaders();
    return;
  }
  if (file.cutAfterBytes === undefined) {
    response.end(body);
    return;
  }
  const sent = body.subarray(0, file.cutAfterBytes);
  delete file.cutAfterBytes;
  response.write(sent, () => setTimeout(() => response.destroy(), 100));
}
