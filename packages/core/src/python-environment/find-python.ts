/**
 * Finds the Python that worker environments are made with.
 * Invariant: the answer is an interpreter of 3.10 to 3.13, for which the pinned packages are built, that can make virtual
 * environments. A named one is taken or refused, never replaced. Refuses to install anything.
 */
import { SlipwayError } from '@slipway/contracts';
import { runProgram } from './run-program.ts';

export interface FoundPython {
  /** The interpreter itself, not a shim that leads to it. */
  path: string;
  /** Such as `3.11.7`. */
  version: string;
}

const candidates = ['python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3', 'python'];
const oldestMinor = 10;
const newestMinor = 13;
const probeTimeoutMs = 20_000;
const probe = `import sys, importlib.util as u
print(sys.executable)
print("%d.%d.%d" % sys.version_info[:3])
print(all(u.find_spec(m) for m in ("venv", "ensurepip")))`;

/**
 * @param named an interpreter that the user chose: a path, or a name on the PATH
 * @throws SlipwayError `python-missing` with the remedy
 */
export async function findPython(named?: string): Promise<FoundPython> {
  let withoutVenv: FoundPython | undefined;
  let ofOtherVersion: FoundPython | undefined;
  for (const command of named === undefined ? candidates : [named]) {
    const found = await probePython(command);
    if (!found) continue;
    if (compareVersion(found.version) !== 'fits') ofOtherVersion ??= found;
    else if (!found.canMakeEnvironments) withoutVenv ??= found;
    else return { path: found.path, version: found.version };
  }
  throw describeMissing(named, withoutVenv, ofOtherVersion);
}

async function probePython(
  command: string,
): Promise<(FoundPython & { canMakeEnvironments: boolean }) | undefined> {
  const { exitCode, lines } = await runProgram(command, ['-c', probe], { timeoutMs: probeTimeoutMs });
  const [path, version, canMakeEnvironments] = lines.slice(-3);
  if (exitCode !== 0 || !path || !version || !/^\d+\.\d+\.\d+$/.test(version)) return undefined;
  return { path, version, canMakeEnvironments: canMakeEnvironments === 'True' };
}

function compareVersion(version: string): 'too old' | 'fits' | 'too new' {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 3 || (major === 3 && minor < oldestMinor)) return 'too old';
  return major > 3 || minor > newestMinor ? 'too new' : 'fits';
}

function describeMissing(
  named: string | undefined,
  withoutVenv: FoundPython | undefined,
  ofOtherVersion: FoundPython | undefined,
): SlipwayError {
  if (withoutVenv) {
    const minor = withoutVenv.version.split('.').slice(0, 2).join('.');
    return missing(
      `Python ${withoutVenv.version} (${withoutVenv.path}) cannot make virtual environments: its venv or ensurepip module is missing`,
      `Install it (Debian, Ubuntu: apt install python3-venv, or python${minor}-venv), then start again.`,
    );
  }
  const install =
    'Install Python 3.10 to 3.13 (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.13), or name one with SLIPWAY_PYTHON.';
  if (ofOtherVersion) {
    const { version, path } = ofOtherVersion;
    return missing(
      `Python ${version} (${path}) is ${compareVersion(version)}; 3.10 to 3.13 is needed`,
      install,
    );
  }
  if (named === undefined) return missing('no Python 3.10 to 3.13 was found', install);
  return missing(
    `${named} does not run as a Python`,
    'Correct SLIPWAY_PYTHON (or "python" in the configuration), or leave it out to let Slipway look for one.',
  );
}

function missing(message: string, hint: string): SlipwayError {
  return new SlipwayError({ code: 'python-missing', message, hint });
}
