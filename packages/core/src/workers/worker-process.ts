/**
 * One worker process: its request line, its messages, its end.
 * Invariant: standard input stays open as long as the worker may live; it ends itself when that closes, so none outlives us.
 * Refuses output that is not the protocol: it goes to the log as what it is.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Logger } from '../ports/logger.ts';

export interface WorkerMessage {
  type: string;
  [field: string]: unknown;
}

export interface WorkerCommand {
  python: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** The request, as one line. */
  line: string;
  log: Logger;
  signal: AbortSignal;
  /** Time between asking it to end and ending it. */
  graceMs: number;
  onMessage: (message: WorkerMessage) => void;
}

export interface WorkerEnd {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** Set where it could not even be started. */
  startError?: NodeJS.ErrnoException;
  /** What `onMessage` threw, after which the worker was ended. */
  listenerError?: unknown;
}

/** Runs the process until it is gone and its output read. Never rejects. */
export async function runWorkerProcess(command: WorkerCommand): Promise<WorkerEnd> {
  const { python, args, env, log, signal } = command;
  const child = spawn(python, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  // A worker that dies before it has read its request breaks the pipe; its exit tells the story.
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${command.line}\n`);
  const end: WorkerEnd = { exitCode: null, signal: null };
  let killTimer: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGTERM');
    killTimer ??= setTimeout(() => child.kill('SIGKILL'), command.graceMs);
  };
  const output = readLines(child.stdout, (line) => {
    if (end.listenerError !== undefined) return;
    try {
      const message = parseMessage(line);
      if (message === undefined) log.warn('worker-output-unexpected', { line: line.slice(0, 500) });
      else command.onMessage(message);
    } catch (error) {
      end.listenerError = error;
      stop();
    }
  });
  const chatter = readLines(child.stderr, (line) => log.info('worker-said', { line }));
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  await new Promise<void>((resolve) => {
    child.on('error', (error) => {
      end.startError = error;
      if (child.pid === undefined) resolve();
    });
    child.on('close', (exitCode, endSignal) => {
      Object.assign(end, { exitCode, signal: endSignal });
      resolve();
    });
  });
  signal.removeEventListener('abort', stop);
  clearTimeout(killTimer);
  if (end.startError === undefined) await Promise.all([output, chatter]);
  return end;
}

function parseMessage(line: string): WorkerMessage | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return typeof (value as WorkerMessage).type === 'string' ? (value as WorkerMessage) : undefined;
  } catch {
    return undefined;
  }
}

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<void> {
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      if (line !== '') onLine(line);
    });
    lines.on('close', resolve);
  });
}
