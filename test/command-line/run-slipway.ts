/**
 * Runs the real command line in a home of its own, as a person would.
 * Invariant: a stack trace in what a person sees fails the test that caused it, whatever else it looks at.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const slipwayScript = join(root, 'packages', 'cli', 'bin', 'slipway.mjs');
const stackLine = /^\s+at .+(:\d+:\d+|node:internal)/m;

export interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface Slipway {
  /** Folder of all state; the documents and recipes of a test may lie beside it. */
  readonly home: string;
  readonly folder: string;
  /** Runs a command to its end. */
  run(...args: string[]): Promise<Ended>;
  /** Runs a command to its end, with `input` piped into it. */
  pipe(input: string, ...args: string[]): Promise<Ended>;
  /** Runs a command with `--json` and parses the last line of what it prints. */
  runJson(...args: string[]): Promise<Ended & { last: unknown }>;
  /** Starts a command that goes on, and waits for a line that matches of what it prints or notes. */
  start(
    args: string[],
    isReady: RegExp,
  ): Promise<{ child: ChildProcess; line: string; ended: Promise<Ended>; stop(): Promise<Ended> }>;
  dispose(): Promise<void>;
}

/** @param options.environment variables besides those that every command needs; nothing of `SLIPWAY_*` is inherited */
export async function openSlipway(
  options: { home?: string; environment?: Record<string, string> } = {},
): Promise<Slipway> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-cli-'));
  const home = options.home ?? join(folder, 'home');
  const spawnCommand = (args: string[], input: 'ignore' | 'pipe' = 'ignore') =>
    spawn(process.execPath, [slipwayScript, ...args], {
      cwd: folder,
      env: { ...readPlainEnvironment(), ...options.environment, SLIPWAY_HOME: home },
      stdio: [input, 'pipe', 'pipe'],
    });
  const run = (...args: string[]) => collect(spawnCommand(args), args);
  return {
    home,
    folder,
    run,
    pipe: (input, ...args) => {
      const child = spawnCommand(args, 'pipe');
      child.stdin?.end(input);
      return collect(child, args);
    },
    async runJson(...args) {
      const ended = await run(...args, '--json');
      return { ...ended, last: JSON.parse(ended.output.trim().split('\n').at(-1) ?? '') as unknown };
    },
    async start(args, isReady) {
      const child = spawnCommand(args);
      const ended = collect(child, args);
      const line = await waitForLine(child, isReady, ended);
      const stop = () => {
        child.kill('SIGINT');
        return ended;
      };
      return { child, line, ended, stop };
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

function readPlainEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !name.startsWith('SLIPWAY_') && name !== 'DATABASE_URL',
  );
  return { ...Object.fromEntries(kept as [string, string][]), LC_ALL: 'C.UTF-8', NO_COLOR: '1' };
}

async function collect(child: ChildProcess, args: string[]): Promise<Ended> {
  const texts = { output: '', errors: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    texts.output += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    texts.errors += chunk;
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const seen = texts.output + texts.errors;
  if (stackLine.test(seen))
    throw new Error(`slipway ${args.join(' ')} showed a stack trace:\n${seen.slice(0, 4000)}`);
  return { exitCode, ...texts };
}

function waitForLine(child: ChildProcess, isReady: RegExp, ended: Promise<Ended>): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const look = (chunk: Buffer) => {
      text += chunk;
      const line = text.split('\n').find((one) => isReady.test(one));
      if (line !== undefined) resolve(line);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    ended.then(
      ({ output, errors }) => reject(new Error(`it ended before it was ready:\n${output}${errors}`)),
      reject,
    );
  });
}
