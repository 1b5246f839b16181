/**
 * `slipway start` (what `npm start` becomes): server, tour, and the page; with `--exit` it ends after the tour. Beside a server of the same
 * home, the tour runs there and the page is that server's.
 * Invariant: exit code 0 only if every step and gate of the tour passed and the receipt verified.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { ensurePythonEnvironment } from '@slipway/core';
import { parsePort } from '../arguments/parse-number.ts';
import { announce } from '../connection/announce.ts';
import { openOwnServer } from '../connection/open-own-server.ts';
import { connect, findServer } from '../connection/reach-server.ts';
import { workerDirectory } from '../connection/server-options.ts';
import { waitForStop } from '../connection/wait-for-stop.ts';
import type { CommandContext } from '../context/command-context.ts';
import type { Reached } from '../context/reached.ts';
import { fill } from '../messages/texts.ts';
import { runTour } from '../tour/run-tour.ts';
import { addTourFlags, readTourChoice, type TourFlags } from '../tour/tour-choice.ts';
import type { Command } from './command.ts';

/** After less than this, the link printed at the beginning is still in sight. */
const longTourMs = 60_000;

/** As a shell says of a program that Ctrl-C ended. */
const stoppedExitCode = 130;

interface StartOptions extends TourFlags {
  exit?: boolean;
  port?: string;
}

export const start: Command = {
  register: (program, contextOf) => {
    const command = program
      .command('start')
      .description('Run the server and the tour, then serve the page')
      .option('--exit', 'end after the tour')
      .option('--port <port>', 'port of the studio and API');
    addTourFlags(command).action(async (options: StartOptions) => {
      const context = await contextOf();
      await mkdir(context.configuration.home, { recursive: true });
      const running = await findServer(context.configuration);
      if (running) await tourBesideServer(context, running, options);
      else await tourOnOwnServer(context, options);
    });
  },
};

/** The server that runs already serves the page; this process ends with the tour. */
async function tourBesideServer(
  context: CommandContext,
  server: Reached,
  options: StartOptions,
): Promise<void> {
  refuseOtherPort(server.url, options.port);
  if (!options.exit) {
    const { output, texts } = context;
    output.note(fill(texts.serverRuns, { url: server.url }));
    const link = await connect(server).makeLink();
    announce(context, { link: link.url, url: server.url, isOwn: false });
  }
  await tourAt(context, server, options);
}

function refuseOtherPort(url: string, wanted: string | undefined): void {
  const { port = 0 } = parsePort(wanted);
  if (port === 0 || port === Number(new URL(url).port)) return;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `a server of this home runs at ${url} already; it cannot answer at port ${port} too`,
    hint: 'Leave out --port, or stop that server (Ctrl-C where it runs) and start again.',
  });
}

async function tourOnOwnServer(context: CommandContext, options: StartOptions): Promise<void> {
  const server = await openOwnServer(context.configuration, parsePort(options.port));
  const stop = new AbortController();
  const stopped = waitForStop(server).finally(() => stop.abort());
  // Whoever waits hears of it below, after the tour.
  stopped.catch(() => undefined);
  prepareTraining(context, stop.signal);
  try {
    // A link works once: the second time it is another.
    const tellPage = () => announce(context, { link: server.makeLink(), url: server.url, isOwn: true });
    if (!options.exit) tellPage();
    const startedAt = performance.now();
    const reached = { url: server.url, token: server.adminToken, isOwn: true };
    await tourUntilStopped({ ...context, signal: stop.signal }, reached, options);
    if (stop.signal.aborted) await stopped;
    if (options.exit || stop.signal.aborted) return;
    if (!context.output.isJson && performance.now() - startedAt > longTourMs) tellPage();
    process.exitCode = 0;
    await stopped;
    context.output.note(context.texts.serverStopped);
  } finally {
    await server.close();
  }
}

/** The tour; where it is stopped in the middle, nothing of it waits on, and the exit code says so. */
async function tourUntilStopped(
  context: CommandContext & { signal: AbortSignal },
  server: Reached,
  options: StartOptions,
): Promise<void> {
  try {
    await tourAt(context, server, options);
  } catch (error) {
    if (!context.signal.aborted) throw error;
    context.output.note(context.texts.stopped);
    process.exitCode = stoppedExitCode;
  }
}

/**
 * Makes the trainer's environment while the first steps run. The step that needs it waits for the same lock, or makes it itself: a failure
 * here is told there.
 */
function prepareTraining({ configuration }: CommandContext, signal: AbortSignal): void {
  const sourceDirectory = workerDirectory('train');
  ensurePythonEnvironment({
    environmentsDirectory: configuration.environmentsDirectory,
    name: 'train',
    requirementsFiles: [join(sourceDirectory, 'requirements.txt')],
    sourceDirectory,
    pythonPath: configuration.python,
    indexUrl: configuration.mirrors.pypi,
    signal,
  }).catch(() => undefined);
}

async function tourAt(context: CommandContext, server: Reached, options: StartOptions): Promise<void> {
  const isPassed = await runTour(connect(server), readTourChoice(options), context);
  process.exitCode = isPassed ? 0 : 1;
}
