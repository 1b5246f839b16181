// Finds the Python that the workers' environments are made from: SLIPWAY_PYTHON if it is set (then only that), else
// the newest name on the PATH that is 3.10 or later and can make virtual environments.
// Invariant: the answer is the interpreter itself (`sys.executable`), not a shim. Refuses: to install a Python.

import { runCommand } from './run-command.mjs';

const names = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3.14', 'python'];
const probe = [
  'import sys, importlib.util as u',
  'print(sys.executable); print("%d.%d.%d" % sys.version_info[:3])',
  'print(all(u.find_spec(m) for m in ("venv", "ensurepip")))',
].join('\n');

async function probePython(command) {
  const { code, stdout, missing } = await runCommand(command, ['-c', probe], { timeoutMs: 20_000 });
  if (missing || code !== 0 || stdout.length < 3) return undefined;
  const [path, version, canMakeEnvironments] = stdout;
  return { path, version, canMakeEnvironments: canMakeEnvironments === 'True' };
}

/** Whether `version` ("3.11.7") is 3.10 or later. */
export function isPythonNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === 3 && minor >= 10;
}

/**
 * Looks for a usable Python.
 * @param {Record<string, string | undefined>} environment
 * @returns `{python: {path, version}}` or `{problem, ...}` with problem `wrong-path`, `missing`, `too-old` or `no-venv`
 */
export async function findPython(environment) {
  const named = environment.SLIPWAY_PYTHON;
  let best;
  for (const name of named ? [named] : names) {
    const found = await probePython(name);
    if (!found) continue;
    if (isPythonNewEnough(found.version) && found.canMakeEnvironments) return { python: found };
    // A new one without venv is nearer to what is needed than one that is too old.
    if (!best || (isPythonNewEnough(found.version) && !isPythonNewEnough(best.version))) best = found;
  }
  if (!best) return named ? { problem: 'wrong-path', path: named } : { problem: 'missing' };
  return { problem: isPythonNewEnough(best.version) ? 'no-venv' : 'too-old', ...best };
}
