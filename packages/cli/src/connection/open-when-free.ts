/**
 * Opens a server that stays. Where a command in another terminal holds the home with a server of its own, it is waited for.
 * Invariant: who is waited for is told once: the command, its process and since when. A server that stays is refused, not waited for.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isSlipwayError } from '@slipway/contracts';
import type { RunningServer } from '@slipway/server';
import { readServerRecord, type ServerRecord } from '@slipway/server/finding';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { openOwnServer } from './open-own-server.ts';

/** A server that begins or ends says within this time whose it is, or lets go of the home. */
const patienceMs = 10_000;
const retryMs = 250;

/** @throws SlipwayError `server-already-running`, `port-taken`, `database-unreachable` */
export async function openWhenFree(
  context: Pick<CommandContext, 'configuration' | 'output' | 'texts'>,
  port: { port?: number },
): Promise<RunningServer> {
  const { configuration } = context;
  let deadline = performance.now() + patienceMs;
  let told: number | undefined;
  for (;;) {
    try {
      return await openOwnServer(configuration, port);
    } catch (error) {
      if (!isSlipwayError(error) || error.code !== 'server-already-running') throw error;
      const holder = await readServerRecord(configuration.home);
      if (holder && holder.forCommand === undefined) throw error;
      if (!holder && performance.now() > deadline) throw error;
      if (holder) {
        if (told !== holder.process.pid) tellHolder(holder, context);
        told = holder.process.pid;
        deadline = performance.now() + patienceMs;
      }
      await sleep(retryMs);
    }
  }
}

function tellHolder(
  { forCommand = '', process: { pid }, startedAt }: ServerRecord,
  { output, texts }: Pick<CommandContext, 'output' | 'texts'>,
): void {
  const since = startedAt.slice(0, 19).replace('T', ' ');
  output.note(fill(texts.homeHeld, { command: forCommand, pid, since }));
}
