/**
 * The environment that worker processes inherit.
 * Invariant: no secret passes on, and nothing that would lead a worker to another Python's packages.
 */
import { readEnvironment } from './read-environment.ts';

const secretName = /(TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|ACCESS_KEY|API_KEY|^DATABASE_URL$|^SLIPWAY_)/i;
const misleadingNames = new Set([
  'PYTHONPATH',
  'PYTHONHOME',
  'PYTHONDONTWRITEBYTECODE',
  'PYTHONPYCACHEPREFIX',
  'PYTHONSTARTUP',
  'VIRTUAL_ENV',
  '__PYVENV_LAUNCHER__',
]);

/** @param environment the process's own where left out */
export function readWorkerEnvironment(
  environment: Readonly<Record<string, string | undefined>> = readEnvironment(),
): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !secretName.test(name) && !misleadingNames.has(name)) passed[name] = value;
  }
  return passed;
}
