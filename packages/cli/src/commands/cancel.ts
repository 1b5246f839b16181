/**
 * `slipway cancel RUN`: ends a run and its attempts.
 */
import { runId as runIdSchema } from '@slipway/contracts';
import { parseId } from '../arguments/parse-id.ts';
import { fill } from '../messages/texts.ts';
import type { Command } from './command.ts';

export const cancel: Command = {
  register: (program, contextOf) => {
    program
      .command('cancel <run>')
      .description('Cancel a run')
      .action(async (id: string) => {
        const context = await contextOf();
        const { output, texts } = context;
        const params = { id: parseId(runIdSchema, id, 'run') };
        await context.withClient(async (client) => {
          const { state } = await client.showRun({ params });
          const answer = await client.cancelRun({ params });
          if (output.isJson) output.printJson(answer);
          else if (state === 'running') output.print(fill(texts.runCancelled, { id }));
          else output.print(fill(texts.runEnded, { id, state: texts[state] }));
        });
      });
  },
};
