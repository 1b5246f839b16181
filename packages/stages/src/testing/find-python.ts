/**
 * A Python with the packages that a test compares with, in SLIPWAY_TEST_PYTHON.
 * Invariant: where there is none, the tests that need it are skipped, visibly.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The path of a Python that has all the packages, or undefined. */
export async function findPython(packages: readonly string[]): Promise<string | undefined> {
  const python = process.env.SLIPWAY_TEST_PYTHON;
  const imports = packages.map((name) => `import ${name}`).join('\n');
  if (python === undefined) return undefined;
  return await run(python, ['-c', imports]).then(
    () => python,
    () => undefined,
  );
}

/** Runs a program on arguments. @returns what it prints as JSON */
export async function runPython<Result>(
  python: string,
  program: string,
  args: readonly string[],
): Promise<Result> {
  const { stdout } = await run(python, ['-c', program, ...args], { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout) as Result;
}
