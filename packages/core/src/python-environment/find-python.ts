/**
 * Finds a Python that workers can run on: 3.10 or newer, with the means to make virtual environments.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SlipwayError } from '@slipway/contracts';

const run = promisify(execFile);

export interface FoundPython {
  path: string;
  /** "3.11.7" */
  version: string;
}

/** Oldest version the workers' packages support, and those newer ones that are looked for by name. */
const minMinor = 10;
const candidates = ['python3.12', 'python3.11', 'python3.10', 'python3.13', 'python3', 'python'];

/**
 * @param wanted path or command the user asked for; otherwise the usual names are tried
 * @throws SlipwayError `python-missing`
 */
export async function findPython(wanted?: string): Promise<FoundPython> {
  const tried: string[] = [];
  for (const command of wanted === undefined ? candidates : [wanted]) {
    const found = await inspect(command);
    if (!found) continue;
    if (found.minor < minMinor || found.major !== 3) {
      tried.push(`${command} is ${found.version}`);
    } else if (!found.hasVenv) {
      throw new SlipwayError({
        code: 'python-missing',
        message: `${found.path} (Python ${found.version}) cannot make virtual environments`,
        hint: `Install its venv module: apt install python3-venv (Debian, Ubuntu), or set SLIPWAY_PYTHON to another Python.`,
      });
    } else return { path: found.path, version: found.version };
  }
  throw new SlipwayError({
    code: 'python-missing',
    message:
      tried.length > 0
        ? `no Python 3.${minMinor} or newer was found: ${tried.join(', ')}`
        : 'no Python was found',
    hint: `Install Python 3.${minMinor} to 3.13, or set SLIPWAY_PYTHON to one.`,
  });
}

const probe =
  'import importlib.util as u,sys;print(sys.executable);print(".".join(map(str,sys.version_info[:3])));' +
  'print(int(bool(u.find_spec("venv") and u.find_spec("ensurepip"))))';

async function inspect(command: string) {
  const answer = await run(command, ['-c', probe], { timeout: 15_000 }).catch(() => undefined);
  const [path, version, hasVenv] = answer?.stdout.trim().split(/\r?\n/) ?? [];
  if (!path || !version) return undefined;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return { path, version, major, minor, hasVenv: hasVenv === '1' };
}
