/**
 * Makes a worker's Python environment once, and finds it from then on.
 *
 *   <name>-<hash>.json    stamp of the finished environment; the hash is of requirements, platform and named Python
 *   <name>-<hash>-xxxxxx  the virtual environment itself
 *   <name>-<hash>.lock    held by whoever makes it
 *
 * Invariant: an interrupted making leaves no environment, and the next starts again with what pip has in its cache; two processes
 * never make the same at once. The worker's own package is not installed but put on PYTHONPATH.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { readWorkerEnvironment } from '../configuration/worker-environment.ts';
import { readGpus } from '../machine/describe-machine.ts';
import { waitForLock } from '../machine/process-lock.ts';
import { type EnvironmentStamp, interpreterOf, readStamp, writeStamp } from './environment-stamp.ts';
import { findPython } from './find-python.ts';
import { installCpuTorch } from './install-torch.ts';
import { explainFailure, openPip } from './pip.ts';
import { findTorchVersion, readRequirements } from './requirements.ts';
import { runProgram } from './run-program.ts';

export interface PythonEnvironmentOptions {
  /** Folder of all environments. */
  environmentsDirectory: string;
  /** Short name for people: `train`. */
  name: string;
  requirementsFiles: readonly string[];
  /** Requirements beyond those, installed into the same environment: what tests need. */
  additionalFiles?: readonly string[] | undefined;
  /** Folder that holds the worker's package. */
  sourceDirectory: string;
  /** Interpreter to make it with; found where left out. */
  pythonPath?: string | undefined;
  /** Package index; pip's own setting where left out. */
  indexUrl?: string | undefined;
  onProgress?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface PythonEnvironment {
  /** The environment's interpreter. */
  python: string;
  /** The whole environment to run it with: this process's own without secrets, and what the worker needs. */
  env: Record<string, string>;
}

/**
 * @returns interpreter and variables with which the worker's modules can be run
 * @throws SlipwayError `python-missing`, `python-environment-failed`, `disk-full`, `attempt-cancelled`
 */
export async function ensurePythonEnvironment(options: PythonEnvironmentOptions): Promise<PythonEnvironment> {
  const { environmentsDirectory, name, signal, onProgress } = options;
  const requirements = await readRequirements(options.requirementsFiles);
  const additional = await readRequirements(options.additionalFiles ?? []);
  const gpus = await readGpus();
  const platform = `${process.platform} ${process.arch} ${gpus.length > 0 ? 'gpu' : 'cpu'}`;
  const key = `${name}-${shortHash(`${options.pythonPath ?? ''}\n${platform}\n${requirements}`)}`;
  const stampPath = join(environmentsDirectory, `${key}.json`);
  const isEnough = (stamp: EnvironmentStamp) =>
    additional === '' || stamp.additions.includes(shortHash(additional));

  const present = await readStamp(stampPath);
  if (present && isEnough(present)) return describe(present, options);
  await mkdir(environmentsDirectory, { recursive: true });
  const lock = await waitForLock(join(environmentsDirectory, `${key}.lock`), {
    ...(signal && { signal }),
    onWait: ({ pid }) => onProgress?.(`Waiting for process ${pid}, which is making this environment`),
  }).catch((error: unknown) => {
    throw signal?.aborted ? explainFailure({ exitCode: null, lines: [] }, signal) : error;
  });
  try {
    let stamp = await readStamp(stampPath);
    if (!stamp) {
      await removeLeftovers(environmentsDirectory, key);
      stamp = await make(options, { key, requirements, hasGpu: gpus.length > 0 });
      await writeStamp(stampPath, stamp);
    }
    if (!isEnough(stamp)) {
      await installFiles(interpreterOf(stamp.directory), options.additionalFiles ?? [], options);
      stamp = { ...stamp, additions: [...stamp.additions, shortHash(additional)] };
      await writeStamp(stampPath, stamp);
    }
    return describe(stamp, options);
  } finally {
    await lock.release();
  }
}

interface Making {
  key: string;
  requirements: string;
  hasGpu: boolean;
}

async function make(options: PythonEnvironmentOptions, making: Making): Promise<EnvironmentStamp> {
  const { environmentsDirectory, onProgress, signal } = options;
  const { key, requirements, hasGpu } = making;
  const base = await findPython(options.pythonPath);
  const directory = await mkdtemp(join(resolve(environmentsDirectory), `${key}-`));
  try {
    onProgress?.(`Making a Python ${base.version} environment in ${directory}`);
    const made = await runProgram(base.path, ['-m', 'venv', directory], { signal });
    if (made.exitCode !== 0) throw explainFailure(made, signal);
    const python = interpreterOf(directory);
    const pip = await openPip({ python, indexUrl: options.indexUrl, onProgress, signal });
    const version = findTorchVersion(requirements);
    const torchFrom =
      version === undefined
        ? undefined
        : await installCpuTorch({ pip, python, version, hasGpu, onProgress, signal });
    await installFiles(python, options.requirementsFiles, options);
    return {
      format: 'slipway-environment/1',
      directory,
      pythonVersion: base.version,
      ...(torchFrom !== undefined && { torchFrom }),
      additions: [],
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function installFiles(
  python: string,
  files: readonly string[],
  options: PythonEnvironmentOptions,
): Promise<void> {
  const { indexUrl, onProgress, signal } = options;
  const pip = await openPip({ python, indexUrl, onProgress, signal });
  await pip.install(files.flatMap((file) => ['-r', file]));
}

/** Of makings that were cut off; the lock is held, so none of them is alive. */
async function removeLeftovers(environmentsDirectory: string, key: string): Promise<void> {
  for (const entry of await readdir(environmentsDirectory, { withFileTypes: true })) {
    if (!entry.isDirectory() || !entry.name.startsWith(`${key}-`)) continue;
    await rm(join(environmentsDirectory, basename(entry.name)), { recursive: true, force: true });
  }
}

function describe(stamp: EnvironmentStamp, options: PythonEnvironmentOptions): PythonEnvironment {
  return {
    python: interpreterOf(stamp.directory),
    env: {
      ...readWorkerEnvironment(),
      PYTHONPATH: resolve(options.sourceDirectory),
      // Packages in the user's home are not what the requirements pin.
      PYTHONNOUSERSITE: '1',
      PYTHONUNBUFFERED: '1',
      // Only what is used is compiled, once, and beside the environment: a third of the work of compiling all of it.
      PYTHONPYCACHEPREFIX: join(stamp.directory, 'pycache'),
    },
  };
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
