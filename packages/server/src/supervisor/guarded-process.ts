/**
 * A child process that announces where it listens, is bound to us by a life line, and is started again when it dies.
 * Invariant: at most one incarnation runs at a time; when we die, its standard input closes and it ends by itself.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type ErrorData, errorData, toErrorData } from '@slipway/contracts';
import { z } from 'zod';

const announcement = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('listening'), port: z.number().int() }),
  z.looseObject({ type: z.literal('failed'), error: errorData }),
]);

/** Deaths in a row without having listened, after which it is given up. */
const maxUnheard = 4;
const firstDelayMs = 300;
const maxDelayMs = 20_000;
/** Running this long counts as recovered: the next start does not wait long. */
const recoveredMs = 30_000;
const stopGraceMs = 5_000;

export interface GuardedProcessOptions {
  command: string;
  args: string[];
  /** First line on its standard input. A passing fault in making it is waited out; any other gives the process up. */
  configuration(): Promise<unknown> | unknown;
  logFile: string;
  environment: Record<string, string | undefined>;
  onListening(port: number): void;
  /** It died and will be started again. */
  onDown(error: ErrorData): void;
  /** It will not be tried again. */
  onGivenUp(error: ErrorData): void;
}

export interface GuardedProcess {
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

export function guardProcess(options: GuardedProcessOptions): GuardedProcess {
  let child: ChildProcess | undefined;
  let isStopping = false;
  let numUnheard = 0;
  let numDelays = 0;
  let timer: NodeJS.Timeout | undefined;

  const start = async () => {
    if (isStopping) return;
    const startedAt = Date.now();
    const outcome = await runOnce(options, (running) => {
      child = running;
      if (isStopping) running.stdin?.end();
    });
    child = undefined;
    if (isStopping) return;
    const isRecovered = outcome.hasListened && Date.now() - startedAt > recoveredMs;
    numDelays = isRecovered ? 1 : numDelays + 1;
    if (outcome.hasListened) numUnheard = 0;
    else if (outcome.hasStarted) numUnheard += 1;
    if (numUnheard >= maxUnheard || outcome.isFinal) {
      options.onGivenUp(outcome.error);
      return;
    }
    options.onDown(outcome.error);
    timer = setTimeout(begin, Math.min(maxDelayMs, firstDelayMs * 2 ** numDelays));
  };
  const begin = () => {
    start().catch((error) => options.onGivenUp(toErrorData(error)));
  };
  begin();
  return {
    get pid() {
      return child?.pid;
    },
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      if (child) await endProcess(child);
    },
  };
}

interface Outcome {
  /** Whether there was a process at all. */
  hasStarted: boolean;
  hasListened: boolean;
  /** Trying again is of no use: it said so itself, or what it is to work on is not there. */
  isFinal: boolean;
  error: ErrorData;
}

async function runOnce(
  options: GuardedProcessOptions,
  onSpawn: (child: ChildProcess) => void,
): Promise<Outcome> {
  let configuration: unknown;
  try {
    configuration = await options.configuration();
  } catch (cause) {
    const error = toErrorData(cause);
    return { hasStarted: false, hasListened: false, isFinal: !error.retryable, error };
  }
  const child = spawn(options.command, options.args, {
    env: options.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onSpawn(child);
  if (child.stderr) keepLog(child.stderr, options.logFile);
  child.stdin?.on('error', () => undefined);
  child.stdin?.write(`${JSON.stringify(configuration)}\n`);
  let hasListened = false;
  let stated: ErrorData | undefined;
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    const message = parseAnnouncement(line);
    if (message?.type === 'failed') stated = message.error;
    if (message?.type !== 'listening' || hasListened) return;
    hasListened = true;
    options.onListening(message.port);
  });
  const ending = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`));
  });
  const error: ErrorData = stated ?? {
    code: 'engine-crashed',
    message: `the process ${ending}`,
    retryable: true,
  };
  return { hasStarted: true, hasListened, isFinal: stated !== undefined && !stated.retryable, error };
}

/** A log that cannot be written, as on a full disk, must end neither us nor the process: what it says is dropped then. */
function keepLog(stderr: Readable, file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch {
    // Opening the file tells.
  }
  const log = createWriteStream(file, { flags: 'a', mode: 0o600 });
  log.on('error', () => {
    stderr.unpipe(log);
    stderr.resume();
  });
  stderr.pipe(log);
}

function parseAnnouncement(line: string): z.infer<typeof announcement> | undefined {
  try {
    const parsed = announcement.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdin?.end();
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopGraceMs);
  await gone;
  clearTimeout(timer);
}
