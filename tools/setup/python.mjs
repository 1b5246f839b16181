// Finds the Python that the workers' environments are made from: SLIPWAY_PYTHON if it is set (then only that), else
// the newest on the PATH from 3.10 to 3.13 (those that the workers' pinned packages are built for) that can make virtual
// environments.
// Invariant: the answer is the interpreter itself (`sys.executable`), not a shim. Refuses: to install a Python.

import { runCommand } from './run-command.mjs';

const names = ['python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3', 'python'];
const [oldestMinor, newestMinor] = [10, 13];
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

/** `fits` where `version` ("3.11.7") is one of 3.10 to 3.13, else `too-old` or `too-new`. */
export function judgePythonVersion(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 3 || (major === 3 && minor < oldestMinor)) return 'too-old';
  return major > 3 || minor > newestMinor ? 'too-new' : 'fits';
}

// The nearer to what is needed, the higher: one that lacks venv alone, then one that is too new, then one that is too old.
const nearness = { 'too-old': 0, 'too-new': 1, fits: 2 };

/**
 * Looks for a usable Python.
 * @param {Record<string, string | undefined>} environment
 * @returns `{python: {path, version}}` or `{problem, ...}` with problem `wrong-path`, `missing`, `too-old`, `too-new` or `no-venv`
 */
export async function findPython(environment) {
  const named = environment.SLIPWAY_PYTHON;
  let best;
  for (const name of named ? [named] : names) {
    const found = await probePython(name);
    if (!found) continue;
    const judgement = judgePythonVersion(found.version);
    if (judgement === 'fits' && found.canMakeEnvironments) return { python: found };
    if (!best || nearness[judgement] > nearness[best.judgement]) best = { judgement, found };
  }
  if (!best) return named ? { problem: 'wrong-path', path: named } : { problem: 'missing' };
  return { problem: best.judgement === 'fits' ? 'no-venv' : best.judgement, ...best.found };
}
