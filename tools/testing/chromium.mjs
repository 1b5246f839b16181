// Finds a Chromium for the browser tests, or installs one where that can be done without asking anyone: with apt as
// root on Debian, else through Playwright's own download. Order of the search: CHROMIUM_PATH, the usual names on the
// PATH, the usual places on a Mac, Playwright's cache.
// Refuses: to fail; without a browser the answer is `undefined` and the browser tests skip.

import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { runCommand } from '../setup/run-command.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const macPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const installTimeoutMs = 5 * 60_000;

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path that Playwright's own Chromium has or would have; `undefined` where Playwright is not installed. */
function locatePlaywrightChromium(root) {
  try {
    return createRequire(join(root, 'package.json'))('playwright-core').chromium.executablePath();
  } catch {
    return undefined;
  }
}

/** The first Chromium found, or `undefined`. */
export function findChromium({ root, environment }) {
  const named = environment.CHROMIUM_PATH;
  if (named) return isExecutable(named) ? named : undefined;
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...macPlaces, locatePlaywrightChromium(root)].find((path) => path && isExecutable(path));
}

function isDebian() {
  const path = '/etc/os-release';
  return existsSync(path) && /^ID=debian$/m.test(readFileSync(path, 'utf8'));
}

async function installWithApt(environment) {
  const env = { ...environment, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, timeoutMs: installTimeoutMs };
  const updated = await runCommand('apt-get', ['update', '-q'], options);
  if (updated.code !== 0) return;
  await runCommand('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options);
}

async function installWithPlaywright({ root, environment, isRoot }) {
  const cli = join(root, 'node_modules/playwright-core/cli.js');
  if (!existsSync(cli)) return;
  // Ubuntu's own chromium package is a snap, which does not run in containers; Playwright's download does.
  const withLibraries = isRoot && process.platform === 'linux' ? ['--with-deps'] : [];
  const args = [cli, 'install', ...withLibraries, 'chromium'];
  await runCommand(process.execPath, args, { cwd: root, env: environment, timeoutMs: installTimeoutMs });
}

/** Tries to install a Chromium; answers its path, or `undefined`. */
export async function installChromium({ root, environment }) {
  const isRoot = process.getuid?.() === 0;
  if (isRoot && isDebian()) {
    await installWithApt(environment);
    const found = findChromium({ root, environment });
    if (found) return found;
  }
  await installWithPlaywright({ root, environment, isRoot });
  return findChromium({ root, environment });
}
