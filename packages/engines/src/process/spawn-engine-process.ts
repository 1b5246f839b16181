/**
 * Starts an engine process and tells when it is ready.
 * Invariant: the child dies with its parent, because its standard input is the parent's to hold open.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type EngineAddress, fromErrorData, SlipwayError } from '@slipway/contracts';
import { type EngineProcessConfig, engineProcessMessage } from './process-config.ts';

/** The script of the engine process, for those who start it by other means. */
export const engineProcessScript: string = fileURLToPath(import.meta.resolve('@slipway/engines/process'));

export interface EngineProcess {
  address: EngineAddress;
  pid: number;
  /** Resolves once the process is gone, however it ended. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Ends it in order: running requests are cancelled and journalled. After `graceMs` it is killed. */
  stop(graceMs?: number): Promise<void>;
}

export interface SpawnEngineProcessOptions {
  config: EngineProcessConfig;
  /** Gets each line of the engine's standard error. */
  onLog?: (line: string) => void;
  /** Whole environment of the child; nothing of Slipway's own is needed in it. */
  environment?: Record<string, string>;
  signal?: AbortSignal;
}

/**
 * Starts an engine process and waits until it listens.
 * @throws SlipwayError `engine-load-failed` (or the code that the process itself gave); `engine-crashed` where a signal ended it
 */
export async function spawnEngineProcess(options: SpawnEngineProcessOptions): Promise<EngineProcess> {
  const child = spawn(process.execPath, [engineProcessScript], {
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.environment === undefined ? {} : { env: options.environment }),
  });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
  const tail: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    tail.push(line);
    if (tail.length > 20) tail.shift();
    options.onLog?.(line);
  });
  // A child that is gone already must not take its parent along.
  child.stdin.on('error', () => undefined);
  const abort = (): boolean => child.kill('SIGKILL');
  options.signal?.addEventListener('abort', abort, { once: true });
  child.stdin.write(`${JSON.stringify(options.config)}\n`);
  try {
    const port = await readPort(child, exited, tail);
    return {
      address: { url: `http://127.0.0.1:${port}`, token: options.config.token },
      pid: child.pid ?? 0,
      exited,
      stop: (graceMs = 8000) => stopChild(child, exited, graceMs),
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

type Exit = Awaited<EngineProcess['exited']>;

async function readPort(child: ChildProcess, exited: Promise<Exit>, tail: string[]): Promise<number> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const line = await Promise.race([
    new Promise<string>((resolve) => lines.once('line', resolve)),
    // The message may still be in the pipe when the process is gone.
    exited.then((exit) => new Promise<Exit>((resolve) => setTimeout(() => resolve(exit), 200))),
  ]);
  if (typeof line !== 'string') throw endedEarly(line, tail);
  const message = engineProcessMessage.parse(JSON.parse(line));
  if (message.type === 'failed') throw fromErrorData(message.error);
  return message.port;
}

/** A signal comes from outside, be it the system short of memory: the next try may succeed. */
function endedEarly({ signal }: Exit, tail: readonly string[]): SlipwayError {
  const ended = signal === null ? 'ended' : `was ended by ${signal}`;
  return new SlipwayError({
    code: signal === null ? 'engine-load-failed' : 'engine-crashed',
    message: `the engine process ${ended} before it was ready${tail.length > 0 ? `: ${tail.at(-1)}` : ''}`,
    hint: 'memory may not suffice for the model and its context; see the log of the engine',
  });
}

async function stopChild(child: ChildProcess, exited: Promise<unknown>, graceMs: number): Promise<void> {
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await exited;
  clearTimeout(timer);
}
