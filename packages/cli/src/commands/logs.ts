/**
 * `slipway logs RUN STEP`: prints the log of a step's newest attempt, following it while it runs.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type AttemptId, runId as runIdSchema } from '@slipway/contracts';
import { fill } from '../messages/texts.ts';
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
          let attempt: AttemptId | undefined;
          for (;;) {
            const part = await client.readLog({ params, query: { step, offset, attempt } });
            const hasRestarted = attempt !== undefined && part.attemptId !== attempt;
            if (hasRestarted)
              context.output.note(fill(context.texts.logAttempt, { number: part.attemptNumber ?? 0 }));
            attempt = part.attemptId;
            offset = part.nextOffset;
            if (part.text !== '') {
              if (context.output.isJson) context.output.printJson(part);
              else process.stdout.write(part.text);
            }
            if (hasRestarted && part.text === '') continue;
            if (part.text === '' && (part.isEnded || options.follow !== true)) return;
            if (part.text === '') await sleep(pollMs);
          }
        });
      });
  },
};
