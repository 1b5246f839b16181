/**
 * `slipway start` (what `npm start` becomes): server, tour, and the page; with `--exit` it ends after the tour.
 * Invariant: exit code 0 only if every step and gate of the tour passed and the receipt verified.
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ensurePythonEnvironment } from '@slipway/core';
import { openServer } from '@slipway/server';
import { connect, findServer } from '../connection/reach-server.ts';
import { describeInstallation, workerDirectory } from '../connection/server-options.ts';
import { version } from '../connection/version.ts';
import type { CommandContext } from '../context/command-context.ts';
import type { Reached } from '../context/reached.ts';
import { fill } from '../messages/texts.ts';
import { runTour, type TourChoice } from '../tour/run-tour.ts';
import type { Command } from './command.ts';
import { parsePort } from './parse-number.ts';
import { waitForStop } from './wait-for-stop.ts';

interface StartOptions {
  exit?: boolean;
  documents?: string;
  model?: string;
  port?: string;
  small?: boolean;
}

export const start: Command = {
  register: (program, contextOf) => {
    program
      .command('start')
      .description('Run the server and the tour, then serve the page')
      .option('--exit', 'end after the tour')
      .option('--documents <path>', 'folder of documents; the installed packages’ documentation by default')
      .option('--model <name>', 'starter or model reference')
      .option('--port <port>', 'port of the studio and API')
      .option('--small', 'a tour of few documents and tokens, for trying things out')
      .action(async (options: StartOptions) => {
        const context = await contextOf();
        await mkdir(context.configuration.home, { recursive: true });
        const running = await findServer(context.configuration);
        if (running) await tourAt(context, running, options);
        else await tourOnOwnServer(context, options);
      });
  },
};

async function tourOnOwnServer(context: CommandContext, options: StartOptions): Promise<void> {
  const port = parsePort(options.port);
  const server = await openServer({ ...describeInstallation(context.configuration, version), ...port });
  const stopped = waitForStop();
  prepareTraining(context);
  try {
    const link = server.makeLink();
    if (!options.exit && !context.output.isJson) announce(context, link, server.url);
    const tour = tourAt(context, { url: server.url, token: server.adminToken }, options);
    await Promise.race([tour, stopped]);
    if (!options.exit) {
      if (!context.output.isJson) announce(context, link, server.url);
      process.exitCode = 0;
      await stopped;
    }
  } finally {
    await server.close();
  }
}

/**
 * Makes the trainer's environment while the first steps run. The step that needs it waits for the same lock, or makes it itself: a failure
 * here is told there.
 */
function prepareTraining({ configuration }: CommandContext): void {
  const sourceDirectory = workerDirectory('train');
  ensurePythonEnvironment({
    environmentsDirectory: configuration.environmentsDirectory,
    name: 'train',
    requirementsFiles: [join(sourceDirectory, 'requirements.txt')],
    sourceDirectory,
    pythonPath: configuration.python,
    indexUrl: configuration.mirrors.pypi,
  }).catch(() => undefined);
}

async function tourAt(context: CommandContext, server: Reached, options: StartOptions): Promise<void> {
  const choice: TourChoice = {
    ...(options.documents === undefined ? {} : { documents: resolve(options.documents) }),
    ...(options.model === undefined ? {} : { model: options.model }),
    size: options.small ? 'small' : 'full',
  };
  const isPassed = await runTour(connect(server), choice, context);
  process.exitCode = isPassed ? 0 : 1;
}

function announce({ output, texts }: CommandContext, link: string, url: string): void {
  output.print(fill(texts.serverUp, { url: link }));
  output.print(fill(texts.apiAt, { url }));
  output.note(texts.serverHow);
}
