/**
 * `slipway tour`: runs the tour on the server of this home.
 */
import { runTour } from '../tour/run-tour.ts';
import { addTourFlags, readTourChoice, type TourFlags } from '../tour/tour-choice.ts';
import type { Command } from './command.ts';

export const tour: Command = {
  register: (program, contextOf) => {
    const command = program.command('tour').description('Run the tour: from documents to a model in service');
    addTourFlags(command).action(async (options: TourFlags) => {
      const context = await contextOf();
      const choice = readTourChoice(options);
      const isPassed = await context.withClient((client) => runTour(client, choice, context));
      if (!isPassed) process.exitCode = 1;
    });
  },
};
