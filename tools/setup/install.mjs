// Installs the packages of package-lock.json when node_modules is not in step with it. What was already fetched comes
// from npm's cache, so an installation that was cut off loses no download; its half-written folder is begun anew.
// Not `npm ci`: that refuses a lock file that lacks the native packages of other platforms, as one has that was written
// behind a mirror that does not carry them; `npm install --no-save` keeps to the lock and adds what this platform needs.
// Refuses: to change package-lock.json.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { countPackages, isInstallCutOff, isInstalled, writeInstallStamp } from './install-state.mjs';
import { readRegistry, runNpm } from './npm.mjs';
import { judgeNpmFailure } from './npm-failure.mjs';
import { SetupStop } from './stop.mjs';

const installArgs = [
  'install',
  '--no-save',
  '--include=dev',
  '--include=optional',
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--loglevel=http',
  // npm's own defaults keep a person whose network went away waiting for minutes.
  '--fetch-retries=2',
  '--fetch-retry-factor=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
];

async function explainFailure({ root, messages, result }) {
  if (result.missing) return messages.npm.missing;
  const { kind, detail } = judgeNpmFailure(result.tail);
  return messages.npm[kind]({ detail, registry: kind === 'network' ? await readRegistry(root) : '' });
}

// Without a network npm tries each optional package in turn before it gives up; one question beforehand takes a second.
async function checkRegistry({ root, messages }) {
  const patience = ['--fetch-retries=1', '--fetch-retry-mintimeout=500', '--fetch-timeout=15000'];
  const result = await runNpm(['view', 'typescript', 'version', ...patience], {
    cwd: root,
    timeoutMs: 45_000,
  });
  const hasNetworkFailure = result.code !== 0 && judgeNpmFailure(result.tail).kind === 'network';
  if (result.missing || hasNetworkFailure)
    throw new SetupStop(await explainFailure({ root, messages, result }));
}

/**
 * Brings node_modules in step with the lock file; does nothing where it is.
 * @param {{root: string, messages: object, progress: object}} options
 * @returns whether anything was installed
 * @throws {SetupStop} when npm fails
 */
export async function installPackages({ root, messages, progress }) {
  if (isInstalled(root)) return false;
  const isCutOff = isInstallCutOff(root);
  const label = isCutOff ? messages.resuming : messages.installing;
  await progress.step(label({ numPackages: countPackages(root) }), async (update) => {
    await checkRegistry({ root, messages });
    if (isCutOff) rmSync(join(root, 'node_modules'), { recursive: true, force: true });
    let numFetched = 0;
    const onLine = (line) => {
      if (!/^npm http fetch GET 200 \S+\.tgz/.test(line)) return;
      numFetched += 1;
      update(messages.fetched({ numFetched }));
    };
    const result = await runNpm(installArgs, { cwd: root, onLine });
    if (result.code !== 0) throw new SetupStop(await explainFailure({ root, messages, result }));
    writeInstallStamp(root);
  });
  return true;
}
