/**
 * `slipway logs RUN STEP`: prints the log of a step's newest attempt, following it while it runs.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { runId as runIdSchema } from '@slipway/contracts';
import type { Command } from './command.ts';
import { parseArgument } from './parse-argument.ts';

const pollMs = 500;

export const logs: Command = {
  register: (program, contextOf) => {
    program
      .command('logs <run> <step>')
      .description("Print a step's log")
      .option('-f, --follow', 'go on until the attempt ends')
      .action(async (run: string, step: string, options: { follow?: boolean }) => {
        const context = await contextOf();
        const params = { id: parseArgument(runIdSchema, run, 'run id') };
        await context.withClient(async (client) => {
          let offset = 0;
          for (;;) {
            const part = await client.readLog({ params, query: { step, offset } });
            offset = part.nextOffset;
            if (context.output.isJson) context.output.printJson(part);
            else if (part.text !== '') process.stdout.write(part.text);
            if (part.text === '' && (part.isEnded || options.follow !== true)) return;
            if (part.text === '') await sleep(pollMs);
          }
        });
      });
  },
};
