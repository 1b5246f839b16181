/**
 * `slipway up`: runs the server in the foreground until it is told to stop.
 */
import { openServer } from '@slipway/server';
import { describeInstallation } from '../connection/server-options.ts';
import { version } from '../connection/version.ts';
import { fill } from '../messages/texts.ts';
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
        const { output, texts, configuration } = await contextOf();
        const port = parsePort(options.port);
        const server = await openServer({ ...describeInstallation(configuration, version), ...port });
        // Before anybody is told that it runs: who is told may stop it.
        const stopped = waitForStop(server);
        if (output.isJson) output.printJson({ url: server.url, link: server.makeLink() });
        else {
          output.print(fill(texts.serverUp, { url: server.makeLink() }));
          output.print(fill(texts.apiAt, { url: server.url }));
          output.note(`${texts.linkHow} ${texts.stopHow}`);
        }
        await stopped.finally(() => server.close());
      });
  },
};
