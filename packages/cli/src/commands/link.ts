/**
 * `slipway link`: prints a new one-time link to the studio.
 */
import type { Command } from './command.ts';

export const link: Command = {
  register: (program, contextOf) => {
    program
      .command('link')
      .description('Print a one-time link to the studio of the running server')
      .action(async () => {
        const { output, withClient } = await contextOf();
        const answer = await withClient((client) => client.makeLink());
        if (output.isJson) output.printJson(answer);
        else output.print(answer.url);
      });
  },
};
