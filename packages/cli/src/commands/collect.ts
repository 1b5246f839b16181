/**
 * `slipway collect`: removes artifacts that no run, model, deployment or receipt can reach.
 */
import { fill } from '../messages/texts.ts';
import { formatBytes } from '../output/duration.ts';
import type { Command } from './command.ts';

export const collect: Command = {
  register: (program, contextOf) => {
    program
      .command('collect')
      .description('Remove artifacts that nothing can reach any more')
      .option('--dry-run', 'only tell what would go')
      .action(async (options: { dryRun?: boolean }) => {
        const { output, texts, withClient } = await contextOf();
        const body = { dryRun: options.dryRun === true };
        const answer = await withClient((client) => client.collectGarbage({ body }));
        if (output.isJson) return output.printJson(answer);
        const text = body.dryRun ? texts.wouldRemove : texts.removed;
        output.print(fill(text, { count: answer.removed.length, size: formatBytes(answer.freedBytes) }));
      });
  },
};
