// Installs the packages of package-lock.json when node_modules is not in step with it. `npm ci` begins anew but takes
// what was already fetched from npm's cache, so an installation that was cut off loses no download.
// Refuses: `npm install`, which could change the lock file under the reader's feet.

import { countPackages, isInstallCutOff, isInstalled, writeInstallStamp } from './install-state.mjs';
import { readRegistry, runNpm } from './npm.mjs';
import { judgeNpmFailure } from './npm-failure.mjs';
import { SetupStop } from './stop.mjs';

const ciArgs = [
  'ci',
  '--include=dev',
  '--include=optional',
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--loglevel=http',
  // npm's own defaults keep a person without a network waiting for minutes.
  '--fetch-retries=3',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=10000',
];

async function explainFailure({ root, messages, result }) {
  if (result.missing) return messages.npm.missing;
  const { kind, detail } = judgeNpmFailure(result.tail);
  return messages.npm[kind]({ detail, registry: kind === 'network' ? await readRegistry(root) : '' });
}

/**
 * Brings node_modules in step with the lock file; does nothing where it is.
 * @param {{root: string, messages: object, progress: object}} options
 * @returns whether anything was installed
 * @throws {SetupStop} when npm fails
 */
export async function installPackages({ root, messages, progress }) {
  if (isInstalled(root)) return false;
  const label = isInstallCutOff(root) ? messages.resuming : messages.installing;
  await progress.step(label({ numPackages: countPackages(root) }), async (update) => {
    let numFetched = 0;
    const onLine = (line) => {
      if (!/^npm http fetch GET 200 \S+\.tgz/.test(line)) return;
      numFetched += 1;
      update(messages.fetched({ numFetched }));
    };
    const result = await runNpm(ciArgs, { cwd: root, onLine });
    if (result.code !== 0) throw new SetupStop(await explainFailure({ root, messages, result }));
    writeInstallStamp(root);
  });
  return true;
}
