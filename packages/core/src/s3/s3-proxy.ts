/**
 * The way of S3 requests through the configured proxy: a tunnel (CONNECT) for https, the whole address as the path for http.
 * Invariant: hosts that are reached without the proxy are; the proxy's own name and password go to the proxy alone.
 * Refuses (throws) a tunnel that the proxy does not grant, with its status.
 */
import { request as requestPlainly } from 'node:http';
import { Agent, type RequestOptions, request as requestSafely } from 'node:https';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect } from 'node:tls';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DownloadProxy } from '../ports/stage.ts';

const connectTimeoutMs = 10_000;

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/;

/**
 * Whether a host is reached by way of the proxy: not this machine, nor what `noProxy` names; there `.corp`, `*.corp` and `corp` stand for
 * all names that end so, `*` for all.
 */
export function isProxied(
  { hostname, port }: { hostname: string; port?: string | number },
  { noProxy }: DownloadProxy,
): boolean {
  const host = hostname.toLowerCase();
  if (loopback.test(host)) return false;
  return !noProxy.some((entry) => {
    const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry.trim().toLowerCase()) ?? [];
    if (only !== undefined && Number(only) !== Number(port)) return false;
    const suffix = name.replace(/^\*?\./, '');
    return name === '*' || host === suffix || (suffix !== '' && host.endsWith(`.${suffix}`));
  });
}

/** An agent whose connections are tunnels through the proxy, where the host is not one that needs none. */
export function createTunnelAgent(proxy: DownloadProxy): Agent {
  return new TunnelAgent(proxy);
}

type Connected = (error: Error | null, socket: Duplex) => void;
type AgentConnection = RequestOptions &
  ConnectionOptions & { host?: string | null; port?: number | string | null; path?: string | null };

class TunnelAgent extends Agent {
  readonly #proxy: DownloadProxy;

  constructor(proxy: DownloadProxy) {
    super({ keepAlive: true, maxSockets: 50 });
    this.#proxy = proxy;
  }

  override createConnection(options: AgentConnection, done?: Connected): Duplex | null | undefined {
    const { host, port, path: _path, ...rest } = options;
    const target = { hostname: host ?? '', port: Number(port ?? 443) };
    const isProxy = target.hostname === new URL(this.#proxy.url).hostname;
    if (isProxy || !isProxied(target, this.#proxy)) return super.createConnection(options, done);
    openTunnel(this.#proxy, `${target.hostname}:${target.port}`).then(
      (socket) => done?.(null, connect({ ...rest, socket, servername: rest.servername ?? target.hostname })),
      (error: Error) => done?.(error, undefined as never),
    );
    return undefined;
  }
}

function openTunnel({ url }: DownloadProxy, target: string): Promise<Duplex> {
  const proxy = new URL(url);
  return new Promise((resolve, reject) => {
    const isSafe = proxy.protocol === 'https:';
    const request = isSafe ? requestSafely : requestPlainly;
    const asked = request({
      hostname: proxy.hostname,
      port: proxy.port || (isSafe ? 443 : 80),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...authorise(proxy) },
      timeout: connectTimeoutMs,
      agent: false,
    });
    asked.once('connect', ({ statusCode = 0 }, socket) => {
      if (statusCode === 200) resolve(socket);
      else {
        socket.destroy();
        reject(refused(proxy, `refuses the way to ${target} with status ${statusCode}`));
      }
    });
    asked.once('timeout', () => asked.destroy(refused(proxy, 'does not answer')));
    asked.once('error', reject);
    asked.end();
  });
}

/** Sends requests over plain http to the proxy, with the whole address as their path, as proxies take them. */
export function sendThroughProxy(client: S3Client, proxy: DownloadProxy): void {
  const { protocol, hostname, port, username, password } = new URL(proxy.url);
  const headers = authorise({ username, password });
  client.middlewareStack.add(
    (next) => (args) => {
      const asked = args.request as PlainRequest;
      if (asked.protocol !== 'http:' || !isProxied(asked, proxy)) return next(args);
      const origin = `http://${asked.hostname}${asked.port ? `:${asked.port}` : ''}`;
      Object.assign(asked, {
        path: origin + asked.path,
        protocol,
        hostname,
        port: Number(port || (protocol === 'https:' ? 443 : 80)),
        headers: { ...asked.headers, ...headers },
      });
      return next(args);
    },
    // Behind the signature, which is of the path that the server sees.
    { step: 'deserialize', priority: 'low', name: 'throughProxy' },
  );
}

interface PlainRequest {
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  headers: Record<string, string>;
}

function authorise({ username, password }: Pick<URL, 'username' | 'password'>): Record<string, string> {
  if (username === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

function refused({ host }: URL, what: string): Error {
  return Object.assign(new Error(`the proxy ${host} ${what}`), { code: 'ECONNREFUSED' });
}
