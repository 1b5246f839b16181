/**
 * `slipway attempt REQUEST`: carries out one task; launchers call this, people do not.
 */
import { workerDirectory } from '../connection/server-options.ts';
import type { Command } from './command.ts';

export const attempt: Command = {
  register: (program, contextOf) => {
    program.command('attempt <request>', { hidden: true }).action(async (request: string) => {
      const { configuration } = await contextOf();
      const { runAttempt } = await import('@slipway/server/attempt');
      process.exitCode = await runAttempt({ request, configuration, workerDirectory });
    });
  },
};
