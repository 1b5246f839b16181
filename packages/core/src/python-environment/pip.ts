/**
 * pip inside one environment: never asks, says what it does, and fails with a remedy.
 * Invariant: the user's own pip configuration (mirrors, certificates, local wheels) stays in force.
 */
import { SlipwayError } from '@slipway/contracts';
import { type ProgramResult, runProgram } from './run-program.ts';

export interface Pip {
  /** @throws SlipwayError `python-environment-failed`, `disk-full`, `attempt-cancelled` */
  install(args: readonly string[]): Promise<void>;
  /** Versions of a package that could be installed here, as pip lists them; none where pip cannot say. */
  listVersions(name: string): Promise<string[]>;
}

export interface PipOptions {
  python: string;
  /** Index to use instead of the one pip is set to. */
  indexUrl?: string | undefined;
  onProgress?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

const quiet = ['--no-input', '--disable-pip-version-check', '--no-color'];
/** `--progress-bar raw` prints "Progress 1024 of 4096" lines; since pip 24.1. */
const rawProgressSince = [24, 1] as const;
const numTailLines = 5;

export async function openPip(options: PipOptions): Promise<Pip> {
  const { python, onProgress, signal } = options;
  const run = (args: readonly string[], onLine?: (line: string) => void) =>
    runProgram(python, ['-m', 'pip', ...args], { signal, onLine });
  const bar = (await hasRawProgress(run)) ? 'raw' : 'off';
  const index = options.indexUrl === undefined ? [] : ['--index-url', options.indexUrl];
  return {
    async install(args) {
      // A later --index-url wins, so what a step asks for stands behind what the configuration says.
      const result = await run(
        [
          'install',
          ...quiet,
          '--progress-bar',
          bar,
          '--no-compile',
          '--no-warn-script-location',
          ...index,
          ...args,
        ],
        onProgress && reportLines(onProgress),
      );
      if (result.exitCode !== 0) throw explainFailure(result, signal);
    },
    async listVersions(name) {
      const { exitCode, lines } = await run(['index', 'versions', ...quiet, ...index, name]);
      const list = lines.find((line) => line.startsWith('Available versions:'));
      if (exitCode !== 0 || list === undefined) return [];
      return list
        .slice('Available versions:'.length)
        .split(',')
        .map((version) => version.trim());
    },
  };
}

async function hasRawProgress(run: (args: string[]) => Promise<ProgramResult>): Promise<boolean> {
  const { lines } = await run(['--version']);
  const [, major = 0, minor = 0] = (/pip (\d+)\.(\d+)/.exec(lines.join('\n')) ?? []).map(Number);
  return major > rawProgressSince[0] || (major === rawProgressSince[0] && minor >= rawProgressSince[1]);
}

/** Turns pip's byte counts into percentages of what is being downloaded, each told once. */
function reportLines(onProgress: (line: string) => void): (line: string) => void {
  let download = '';
  let told = '';
  return (line) => {
    const [, done, total] = /^Progress (\d+) of (\d+)$/.exec(line) ?? [];
    if (done === undefined || total === undefined) {
      if (line.startsWith('Downloading ')) download = line;
      onProgress(line);
      return;
    }
    const percent = `${download} ${Math.floor((100 * Number(done)) / Math.max(1, Number(total)))} %`;
    if (percent !== told) onProgress(percent);
    told = percent;
  };
}

/** What to throw where pip or venv did not end well. */
export function explainFailure(result: ProgramResult, signal: AbortSignal | undefined): SlipwayError {
  if (signal?.aborted) {
    return new SlipwayError({
      code: 'attempt-cancelled',
      message: 'making the Python environment was cancelled',
      hint: 'Start again: what pip downloaded is kept in its cache.',
    });
  }
  const text = result.lines.join('\n');
  if (/No space left on device|Errno 28|Disk quota exceeded/i.test(text)) {
    return new SlipwayError({
      code: 'disk-full',
      message: 'there is no room left on the disk of the Python environment',
      hint: "Free a few GB, or put environments elsewhere with SLIPWAY_ENVIRONMENTS (and pip's temporary files with TMPDIR), then start again.",
    });
  }
  const errors = result.lines.filter((line) => /^(ERROR|error)\b/.test(line));
  const said = (errors.length > 0 ? errors : result.lines).slice(-numTailLines).join(' ');
  return new SlipwayError({
    code: 'python-environment-failed',
    message: `the Python environment could not be made: ${said || (result.failure?.message ?? 'no reason was given')}`,
    hint: 'Behind a proxy set HTTPS_PROXY, or PIP_INDEX_URL to a mirror of PyPI; then start again.',
  });
}
