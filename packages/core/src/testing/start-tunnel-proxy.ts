/**
 * A proxy for tests that grants tunnels (CONNECT) and nothing else, whatever host is asked for leading to one port of this machine.
 * Invariant: it passes bytes on as they come and counts them; it never looks into them.
 */
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface Tunnel {
  /** Host and port that were asked for. */
  target: string;
  authorization: string | undefined;
  /** From the client, and to it. */
  numBytesSent: number;
  numBytesReceived: number;
}

export interface TunnelProxy {
  readonly port: number;
  /** In the order in which they were asked for. */
  readonly tunnels: readonly Tunnel[];
  close(): Promise<void>;
}

/** @param port of the server that all tunnels lead to */
export async function startTunnelProxy(port: number): Promise<TunnelProxy> {
  const tunnels: Tunnel[] = [];
  const sockets = new Set<Socket>();
  const proxy = createServer((_, answer) => answer.writeHead(405).end());
  proxy.on('connect', (request, client: Socket) => {
    const authorization = request.headers['proxy-authorization'];
    const tunnel = { target: request.url ?? '', authorization, numBytesSent: 0, numBytesReceived: 0 };
    tunnels.push(tunnel);
    const server = connect(port, '127.0.0.1', () =>
      client.write('HTTP/1.1 200 Connection established\r\n\r\n'),
    );
    client.on('data', ({ length }) => {
      tunnel.numBytesSent += length;
    });
    server.on('data', ({ length }) => {
      tunnel.numBytesReceived += length;
    });
    client.pipe(server).pipe(client);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    tunnels,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
