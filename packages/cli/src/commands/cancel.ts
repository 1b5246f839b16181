/**
 * `slipway cancel RUN`: ends a run and its attempts.
 */
import { runId as runIdSchema } from '@slipway/contracts';
import { fill } from '../messages/texts.ts';
import type { Command } from './command.ts';
import { parseArgument } from './parse-argument.ts';

export const cancel: Command = {
  register: (program, contextOf) => {
    program
      .command('cancel <run>')
      .description('Cancel a run')
      .action(async (id: string) => {
        const context = await contextOf();
        const answer = await context.withClient((client) =>
          client.cancelRun({ params: { id: parseArgument(runIdSchema, id, 'run id') } }),
        );
        if (context.output.isJson) context.output.printJson(answer);
        else context.output.print(fill(context.texts.runCancelled, { id }));
      });
  },
};
