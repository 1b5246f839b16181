/**
 * `slipway tour`: runs the tour on the server of this home.
 */
import { resolve } from 'node:path';
import { runTour } from '../tour/run-tour.ts';
import type { Command } from './command.ts';

export const tour: Command = {
  register: (program, contextOf) => {
    program
      .command('tour')
      .description('Run the tour: from documents to a model in service')
      .option('--documents <path>', 'folder of documents')
      .option('--model <name>', 'starter or model reference')
      .option('--small', 'few documents and tokens, for trying things out')
      .action(async (options: { documents?: string; model?: string; small?: boolean }) => {
        const context = await contextOf();
        const choice = {
          ...(options.documents === undefined ? {} : { documents: resolve(options.documents) }),
          ...(options.model === undefined ? {} : { model: options.model }),
          size: options.small ? ('small' as const) : ('full' as const),
        };
        const isPassed = await context.withClient((client) => runTour(client, choice, context));
        if (!isPassed) process.exitCode = 1;
      });
  },
};
