// Makes what the tests need beyond the build and says, one line each, what is missing and therefore skipped: the
// workers' Python environment, a small real model, a browser, a PostgreSQL.
// Invariant: the answer is an environment for the runners; a variable is unset where the thing is not there.
// Refuses: to fail because something is absent, except an environment that should have been made and was not.

import { join } from 'node:path';
import { describePythonProblem } from '../setup/check-machine.mjs';
import { findPython } from '../setup/python.mjs';
import { findChromium, installChromium } from './chromium.mjs';
import { findTestDatabase } from './database.mjs';
import { askForPath } from './slipway-command.mjs';

const hasPath = (answer) => Boolean(answer.path);

async function preparePython({ root, messages, progress, environment, python }) {
  const words = messages.test;
  const skip = (reason) => void progress.say(words.pythonSkipped({ reason }));
  if (!python) {
    const { problem, ...facts } = await findPython(environment);
    skip(describePythonProblem({ problem, facts, messages }));
    return { hasFailed: false };
  }
  const args = ['environment', 'train', '--with-tests'];
  const answer = await progress.step(
    words.environment,
    (update) => askForPath({ root, args, environment, update }),
    hasPath,
  );
  if (answer.path) return { interpreter: answer.path, hasFailed: false };
  skip(answer.isKnown ? words.environmentFailed(answer) : words.environmentMissing);
  return { hasFailed: answer.isKnown };
}

async function prepareModel({ root, messages, progress, environment }) {
  const words = messages.test;
  const args = [
    'pull',
    'smollm2-135m-instruct',
    '--export',
    join(root, 'node_modules', '.cache', 'slipway-models'),
  ];
  const answer = await progress.step(
    words.model,
    (update) => askForPath({ root, args, environment, update }),
    hasPath,
  );
  if (!answer.path) progress.say(words.modelSkipped(answer));
  return answer.path;
}

async function prepareChromium({ root, messages, progress, environment }) {
  const words = messages.test;
  const place = { root, environment };
  const path =
    findChromium(place) ?? (await progress.step(words.chromium, () => installChromium(place), Boolean));
  if (!path) progress.say(words.chromiumSkipped);
  return path;
}

/**
 * Prepares everything, one after the other (downloads share one line, and two cores do not gain from more).
 * @returns the environment for the runners, the interpreter if there is one, and whether something failed that should not
 */
export async function prepareTests({ root, messages, progress, python, environment }) {
  const env = { ...environment, ...(python ? { SLIPWAY_PYTHON: python.path } : {}) };
  const options = { root, messages, progress, environment: env };
  const { interpreter, hasFailed } = await preparePython({ ...options, python });
  const model = await prepareModel(options);
  const chromium = await prepareChromium(options);
  const databaseUrl = await findTestDatabase({ root, environment });
  if (!databaseUrl) progress.say(messages.test.databaseSkipped);
  const found = {
    SLIPWAY_TEST_PYTHON: interpreter,
    SLIPWAY_TEST_MODEL: model,
    CHROMIUM_PATH: chromium,
    SLIPWAY_TEST_DATABASE_URL: databaseUrl,
  };
  for (const [name, value] of Object.entries(found)) {
    if (value) env[name] = value;
    else delete env[name];
  }
  return { env, interpreter, hasFailed };
}
