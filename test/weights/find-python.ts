/**
 * Finds a Python with the packages that a test wants, in SLIPWAY_TEST_PYTHON.
 * Invariant: when there is none, one line says so and why; the tests that need it are then skipped, visibly.
 */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const scripts = join(dirname(fileURLToPath(import.meta.url)), 'python');

/** The path of a Python that has all the packages, or undefined after saying why not. */
export async function findPython(packages: readonly string[]): Promise<string | undefined> {
  const python = process.env.SLIPWAY_TEST_PYTHON;
  const wanted = packages.join(', ');
  if (!python) {
    console.warn(`skipped: set SLIPWAY_TEST_PYTHON to a Python with ${wanted} to compare with the reference`);
    return undefined;
  }
  const code = `import importlib.util,sys;print(' '.join(p for p in sys.argv[1:] if not importlib.util.find_spec(p)))`;
  try {
    const { stdout } = await run(python, ['-c', code, ...packages]);
    if (stdout.trim() === '') return python;
    console.warn(`skipped: ${python} (SLIPWAY_TEST_PYTHON) lacks ${stdout.trim()}`);
  } catch {
    console.warn(`skipped: ${python} (SLIPWAY_TEST_PYTHON) does not run`);
  }
  return undefined;
}

/** Runs one of the scripts beside this file and gives its output. */
export async function runScript(python: string, script: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(python, [join(scripts, script), ...args], { maxBuffer: 2 ** 28 });
  return stdout;
}
