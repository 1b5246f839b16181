/**
 * `slipway up`: runs the server in the foreground until it is told to stop.
 */
import { parsePort } from '../arguments/parse-number.ts';
import { announce } from '../connection/announce.ts';
import { openWhenFree } from '../connection/open-when-free.ts';
import { waitForStop } from '../connection/wait-for-stop.ts';
import type { Command } from './command.ts';

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
