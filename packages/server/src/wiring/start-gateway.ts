/**
 * Starts the gateway's process and keeps it running.
 * Invariant: when it returns, the gateway listens; where it cannot, the server must not start, since nothing would answer.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorData, fromErrorData, SlipwayError } from '@slipway/contracts';
import { gatewayProcessScript } from '@slipway/gateway';
import { childEnvironment } from '../services/child-environment.ts';
import type { Services } from '../services/open-services.ts';
import { type GuardedProcess, guardProcess } from '../supervisor/guarded-process.ts';
import type { GatewayFeed } from './gateway-feed.ts';

/** The gateway of a server that was killed a moment ago ends by itself, after it has settled what it answers. */
const portPatienceMs = 5_000;
const portPollMs = 500;

/**
 * @param gateway told where it listens, whenever it does
 * @throws SlipwayError `port-taken`
 */
export async function startGateway(
  services: Services,
  feed: GatewayFeed,
  gateway: { url?: string },
): Promise<void> {
  const port = choosePort(services);
  let guarded: GuardedProcess | undefined;
  services.closing.push(() => guarded?.stop());
  const giveUpAt = performance.now() + portPatienceMs;
  for (;;) {
    const failure = await new Promise<ErrorData | undefined>((resolve) => {
      guarded = guardGateway(services, { feed, port, gateway, onSettled: resolve });
    });
    if (failure === undefined) return;
    if (failure.code !== 'port-taken') throw fromErrorData(failure);
    if (performance.now() > giveUpAt) throw portTaken(port);
    await sleep(portPollMs);
  }
}

/** A server that is given a port of its own has its gateway beside it, unless the gateway's is set apart from the server's. */
function choosePort({ options }: Services): number {
  const { server, gateway } = options.configuration;
  if (options.port === undefined) return gateway.port;
  // A port of the system's choice makes it a guest: its gateway must not take the usual one either.
  if (options.port === 0) return 0;
  return gateway.port === server.port + 1 ? (options.port + 1) % 65536 : gateway.port;
}

function guardGateway(
  { home, options, journalDirectory, log }: Services,
  at: {
    feed: GatewayFeed;
    port: number;
    gateway: { url?: string };
    onSettled(failure?: ErrorData): void;
  },
): GuardedProcess {
  const { host } = options.configuration.gateway;
  const { gateway } = at;
  return guardProcess({
    command: process.execPath,
    args: [gatewayProcessScript],
    environment: childEnvironment(home, 'gateway'),
    logFile: join(home, 'gateway', 'log.txt'),
    configuration: () => ({
      snapshotFile: at.feed.snapshotFile,
      journalDirectory,
      enginesDirectory: join(home, 'engines'),
      port: at.port,
      host,
    }),
    onListening: (listening) => {
      gateway.url = `http://${host.includes(':') ? `[${host}]` : host}:${listening}`;
      log.info('gateway-listening', { url: gateway.url });
      at.onSettled();
    },
    onDown: (error) => {
      delete gateway.url;
      log.warn('gateway-down', { error: error.message });
    },
    onGivenUp: (error) => {
      delete gateway.url;
      log.error('gateway-given-up', { error: error.message });
      at.onSettled(error);
    },
  });
}

function portTaken(port: number): SlipwayError {
  return new SlipwayError({
    code: 'port-taken',
    message: `port ${port} of the gateway is taken by another program`,
    hint: 'Give both others: --port 4710 moves the gateway to 4711, --port 0 takes any free ones. Or set gateway.port in the configuration.',
  });
}
