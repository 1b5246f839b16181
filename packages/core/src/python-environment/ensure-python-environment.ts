/**
 * Makes the virtual environment of a worker, once for each set of requirements.
 * Invariant: an environment is used only when its stamp is there, which is written last; two processes never make the same one at once.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SlipwayError } from '@slipway/contracts';
import { waitForLock } from '../machine/process-lock.ts';
import { findPython } from './find-python.ts';

export interface PythonEnvironmentOptions {
  /** Holds one folder for each environment. */
  environmentsDirectory: string;
  /** `train`, ... */
  name: string;
  /** Files of pinned requirements, installed in this order. */
  requirementsFiles: string[];
  /** Installed on top, without making the environment another one: what only tests need. */
  additionalFiles?: string[];
  /** Folder with the worker's package; found by Python through its path, not installed. */
  sourceDirectory: string;
  /** A Python the user asked for. */
  pythonPath?: string | undefined;
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}

export interface PythonEnvironment {
  /** The environment's interpreter. */
  python: string;
  /** What a worker's process needs beside it. */
  env: Record<string, string>;
}

const pipInstall = ['-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '--progress-bar', 'off'];
const stampName = 'slipway-complete';
const cpuIndex = 'https://download.pytorch.org/whl/cpu';

/**
 * @returns the interpreter of a complete environment
 * @throws SlipwayError `python-missing`, `python-environment-failed`, `disk-full`
 */
export async function ensurePythonEnvironment(options: PythonEnvironmentOptions): Promise<PythonEnvironment> {
  const base = await findPython(options.pythonPath);
  const requirements = await Promise.all(options.requirementsFiles.map((file) => readFile(file, 'utf8')));
  const identity = createHash('sha256')
    .update(`${base.version}\n${base.path}\n${requirements.join('\n')}`)
    .digest('hex');
  const directory = join(options.environmentsDirectory, `${options.name}-${identity.slice(0, 12)}`);
  const result = describe(directory, options.sourceDirectory);
  if ((await isComplete(directory)) && options.additionalFiles === undefined) return result;
  await mkdir(options.environmentsDirectory, { recursive: true });
  const lock = await waitForLock(`${directory}.lock`);
  try {
    if (!(await isComplete(directory))) await install(options, directory, base.path);
    for (const file of options.additionalFiles ?? []) {
      await execute(options, result.python, [...pipInstall, '-r', file]);
    }
  } finally {
    await lock.release();
  }
  return result;
}

function describe(directory: string, sourceDirectory: string): PythonEnvironment {
  const folder = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  const env = { PYTHONPATH: sourceDirectory, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' };
  return { python: join(directory, ...folder), env };
}

async function isComplete(directory: string): Promise<boolean> {
  return readFile(join(directory, stampName), 'utf8').then(
    () => true,
    () => false,
  );
}

async function install(
  options: PythonEnvironmentOptions,
  directory: string,
  basePython: string,
): Promise<void> {
  // What an interrupted making left is not trusted; pip's own cache keeps what was downloaded.
  await rm(directory, { recursive: true, force: true });
  await execute(options, basePython, ['-m', 'venv', directory]);
  const { python } = describe(directory, options.sourceDirectory);
  const torch = await findTorchPin(options.requirementsFiles);
  if (torch !== undefined) {
    const index = (await prefersCpuIndex()) ? ['--index-url', cpuIndex] : [];
    await execute(options, python, [...pipInstall, ...index, torch]);
  }
  for (const file of options.requirementsFiles) await execute(options, python, [...pipInstall, '-r', file]);
  await writeFile(join(directory, stampName), `${new Date().toISOString()}\n`, { flush: true });
}

async function findTorchPin(files: string[]): Promise<string | undefined> {
  for (const file of files) {
    const pin = /^(torch==[^\s;#]+)/m.exec(await readFile(file, 'utf8'))?.[1];
    if (pin !== undefined) return pin;
  }
  return undefined;
}

/** On Linux without a GPU the index of CPU builds spares gigabytes of CUDA, where it can be reached. */
async function prefersCpuIndex(): Promise<boolean> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  const hasGpu = await readFile('/proc/driver/nvidia/version').then(
    () => true,
    () => false,
  );
  if (hasGpu) return false;
  const answer = await fetch(`${cpuIndex}/torch/`, {
    method: 'HEAD',
    signal: AbortSignal.timeout(3_000),
  }).catch(() => undefined);
  return answer?.ok === true;
}

async function execute(options: PythonEnvironmentOptions, command: string, args: string[]): Promise<void> {
  const { onProgress, signal } = options;
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(signal ? { signal } : {}) });
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (line.startsWith('WARNING: Location')) return;
      lastLines.push(line);
      if (lastLines.length > 8) lastLines.shift();
      onProgress?.(line);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  const said = lastLines.join(' ');
  if (/No space left on device/i.test(said)) {
    throw new SlipwayError({
      code: 'disk-full',
      message: 'the disk filled up while Python packages were installed',
      hint: 'Free about 3 GB, then start again: it goes on.',
    });
  }
  throw new SlipwayError({
    code: 'python-environment-failed',
    message: `installing Python packages ended with code ${code}: ${lastLines.at(-1) ?? ''}`,
    hint: 'Check the network, or set PIP_INDEX_URL to a mirror, then start again: it goes on.',
  });
}
