/**
 * `slipway up`: runs the server in the foreground until it is told to stop.
 */
import { openWhenFree } from '../connection/open-when-free.ts';
import { announce } from './announce.ts';
import type { Command } from './command.ts';
import { parsePort } from './parse-number.ts';
import { waitForStop } from './wait-for-stop.ts';

export const up: Command = {
  register: (program, contextOf) => {
    program
      .command('up')
      .description('Run the server: API, studio, gateway')
      .option('--port <port>', 'port of the studio and API')
      .action(async (options: { port?: string }) => {
        const context = await contextOf();
        const server = await openWhenFree(context, parsePort(options.port));
        // Before anybody is told that it runs: who is told may stop it.
        const stopped = waitForStop(server);
        announce(context, { link: server.makeLink(), url: server.url, isOwn: true });
        await stopped.finally(() => server.close());
        context.output.note(context.texts.serverStopped);
      });
  },
};
