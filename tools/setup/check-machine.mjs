// Looks, before anything is changed, whether this machine can run Slipway: platform, Python, disk space.
// Invariant: each failure is one `SetupStop` with its remedy. Refuses: to install or to write anything.

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findDiskProblem, formatGibibytes, gibibyte } from './disk.mjs';
import { isInstalled } from './install-state.mjs';
import { findPlatformProblem, readPlatform } from './platform.mjs';
import { findPython } from './python.mjs';
import { SetupStop } from './stop.mjs';

// Measured on Linux x64: packages and build 1.3 GiB; Python environment with PyTorch 1.6 GiB; models, database and
// artifacts of the tour about 1.5 GiB; with room for downloads while they are unpacked. Later: a build, and a tour more.
const checkoutNeeds = { firstBytes: 2 * gibibyte, laterBytes: 0.25 * gibibyte };
const environmentNeeds = { firstBytes: 2 * gibibyte, laterBytes: 0 };
const homeNeeds = { firstBytes: 2 * gibibyte, laterBytes: 1 * gibibyte };

/** What each folder that fills needs: the checkout, the home of all state, and the Python environments. */
export function listDiskNeeds({ root, environment }) {
  const home = environment.SLIPWAY_HOME || join(homedir(), '.slipway');
  const environments = environment.SLIPWAY_ENVIRONMENTS || join(home, 'environments');
  const need = (folder, { firstBytes, laterBytes }, isThere) => ({
    folder,
    neededBytes: isThere ? laterBytes : firstBytes,
  });
  return [
    need(root, checkoutNeeds, isInstalled(root)),
    need(home, homeNeeds, existsSync(home)),
    need(environments, environmentNeeds, existsSync(environments)),
  ];
}

/**
 * Checks the machine.
 * @param {{root: string, environment: Record<string, string | undefined>, messages: object, needsPython?: boolean}} options
 * @returns {Promise<{path: string, version: string} | undefined>} the Python to use; `undefined` only if it is not needed
 * @throws {SetupStop} naming the first thing that is in the way
 */
export async function checkMachine({ root, environment, messages, needsPython = true }) {
  const platformProblem = findPlatformProblem(readPlatform());
  if (platformProblem) throw new SetupStop(messages.platform[platformProblem]);
  const disk = findDiskProblem(listDiskNeeds({ root, environment }));
  if (disk) {
    const { folder, neededBytes, freeBytes } = disk;
    const facts = { folder, needed: formatGibibytes(neededBytes), free: formatGibibytes(freeBytes) };
    throw new SetupStop(messages.disk(facts));
  }
  const { python, problem, ...facts } = await findPython(environment);
  if (!problem) return python;
  if (needsPython) throw new SetupStop(describePythonProblem({ problem, facts, messages }));
  return undefined;
}

/** The sentence for what `findPython` found wrong. */
export function describePythonProblem({ problem, facts, messages }) {
  const sentence = messages.python[problem];
  return typeof sentence === 'function' ? sentence(facts) : sentence;
}
