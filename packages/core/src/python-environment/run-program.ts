/**
 * Runs a program to its end and gives back what it said, line by line.
 * Invariant: the program stays in this process's group, so that whoever ends the group ends it too.
 */
import { spawn } from 'node:child_process';

export interface ProgramResult {
  /** Null where it was killed or could not be started. */
  exitCode: number | null;
  /** Standard output and error, in the order in which they came. */
  lines: string[];
  /** Set where it could not be started at all. */
  failure?: Error;
}

export interface ProgramOptions {
  onLine?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
}

/** Lines beyond these are forgotten, oldest first: only the end tells what went wrong. */
const maxLines = 2000;
const killGraceMs = 5000;

/** Never throws: what went wrong stands in the result. */
export function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const { onLine, signal, timeoutMs } = options;
  const lines: string[] = [];
  const take = (line: string) => {
    lines.push(line);
    if (lines.length > maxLines) lines.shift();
    onLine?.(line);
  };
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = () => {
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), killGraceMs).unref();
    };
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    const timer = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs);
    const flushes = [splitLines(child.stdout, take), splitLines(child.stderr, take)];
    const end = (result: Omit<ProgramResult, 'lines'>) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      for (const flush of flushes) flush();
      resolve({ ...result, lines });
    };
    child.once('error', (failure) => end({ exitCode: null, failure }));
    child.once('close', (exitCode) => end({ exitCode }));
  });
}

/** Progress bars end their lines with a carriage return. */
function splitLines(stream: NodeJS.ReadableStream, take: (line: string) => void): () => void {
  let rest = '';
  const flush = () => {
    const line = rest.trim();
    rest = '';
    if (line !== '') take(line);
  };
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const parts = (rest + chunk).split(/\r?\n|\r/);
    const last = parts.pop() ?? '';
    for (const part of parts) {
      rest = part;
      flush();
    }
    rest = last;
  });
  return flush;
}
