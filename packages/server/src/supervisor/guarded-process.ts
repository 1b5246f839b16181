/**
 * A child process that announces where it listens, is bound to us by a life line, and is started again when it dies.
 * Invariant: at most one incarnation runs at a time; when we die, its standard input closes and it ends by itself.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { type ErrorData, errorData, toErrorData } from '@slipway/contracts';
import { z } from 'zod';

const announcement = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('listening'), port: z.number().int() }),
  z.looseObject({ type: z.literal('failed'), error: errorData }),
]);

/** Deaths in a row without having listened, after which it is given up. */
const maxFailures = 4;
const firstDelayMs = 300;
const maxDelayMs = 20_000;
/** Running this long counts as recovered. */
const recoveredMs = 30_000;
const stopGraceMs = 5_000;

export interface GuardedProcessOptions {
  command: string;
  args: string[];
  /** First line on its standard input. */
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
  let numFailures = 0;
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
    numFailures = outcome.hasListened && Date.now() - startedAt > recoveredMs ? 1 : numFailures + 1;
    if (numFailures >= maxFailures || outcome.isFinal) {
      options.onGivenUp(outcome.error);
      return;
    }
    options.onDown(outcome.error);
    timer = setTimeout(begin, Math.min(maxDelayMs, firstDelayMs * 2 ** numFailures));
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
  hasListened: boolean;
  /** It said itself that trying again is of no use. */
  isFinal: boolean;
  error: ErrorData;
}

async function runOnce(
  options: GuardedProcessOptions,
  onSpawn: (child: ChildProcess) => void,
): Promise<Outcome> {
  const configuration = await options.configuration();
  await mkdir(dirname(options.logFile), { recursive: true });
  const child = spawn(options.command, options.args, {
    env: options.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onSpawn(child);
  child.stderr?.pipe(createWriteStream(options.logFile, { flags: 'a', mode: 0o600 }));
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
  return { hasListened, isFinal: stated !== undefined && !stated.retryable, error };
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
