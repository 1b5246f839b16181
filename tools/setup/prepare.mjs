// What `npm start`, `npm test` and `npm run benchmark` have in common: check the machine, install, build, and say so in
// one line; one process at a time. Quick when nothing changed. Refuses: to start anything.

import { buildPackages } from './build.mjs';
import { checkMachine } from './check-machine.mjs';
import { formatDuration } from './duration.mjs';
import { installPackages } from './install.mjs';
import { createProgress } from './progress.mjs';
import { withSetupLock } from './setup-lock.mjs';

/**
 * Makes the repository ready to run.
 * @param {{root: string, language: 'en' | 'zh', messages: object, needsPython?: boolean}} options
 * @returns the Python found (`undefined` only where it is not needed) and the progress display for what follows
 * @throws {SetupStop} naming what is in the way and its remedy
 */
export async function prepareRepository({ root, language, messages, needsPython = true }) {
  const startedAt = performance.now();
  const progress = createProgress({ stream: process.stderr, language });
  const python = await checkMachine({ root, environment: process.env, messages, needsPython });
  await withSetupLock({ root, messages, progress }, async () => {
    await installPackages({ root, messages, progress });
    await buildPackages({ root, messages, progress });
  });
  const took = formatDuration(performance.now() - startedAt, language);
  const versions = { node: process.versions.node, python: python?.version ?? messages.noPython };
  progress.say(messages.ready({ ...versions, took }));
  return { python, progress };
}
