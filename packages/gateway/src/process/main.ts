/**
 * The gateway process: one JSON line in, one JSON line out, then HTTP until standard input ends.
 * Invariant: it lives no longer than whoever holds its standard input; standard error is its log, without prompts, answers or keys.
 */
import { createInterface } from 'node:readline';
import { SlipwayError, toErrorData } from '@slipway/contracts';
import type { Logger } from '@slipway/core';
import { startGateway } from '../http/start-gateway.ts';
import { type GatewayProcessMessage, gatewayProcessConfig } from './gateway-config.ts';

function say(message: GatewayProcessMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** JSON lines on standard error. */
function createLineLogger(always: Record<string, unknown> = {}): Logger {
  const write =
    (level: string) =>
    (event: string, fields: Record<string, unknown> = {}): void => {
      process.stderr.write(
        `${JSON.stringify({ level, at: new Date().toISOString(), event, ...always, ...fields })}\n`,
      );
    };
  return {
    debug: () => undefined,
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => createLineLogger({ ...always, ...fields }),
  };
}

/** Whoever read our log and our message may be gone; what still runs must be journalled all the same. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

async function main(): Promise<void> {
  outliveReaders();
  const lines = createInterface({ input: process.stdin });
  const ended = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => lines.close());
  const first = await Promise.race([new Promise<string>((resolve) => lines.once('line', resolve)), ended]);
  if (first === undefined) {
    throw new SlipwayError({ code: 'configuration-invalid', message: 'no configuration on standard input' });
  }
  const config = gatewayProcessConfig.parse(JSON.parse(first));
  const gateway = await startGateway({ ...config, log: createLineLogger() });
  say({ type: 'listening', port: gateway.port });
  await ended;
  await gateway.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say({ type: 'failed', error: toErrorData(error) });
    process.stdout.write('', () => process.exit(1));
  },
);
