// Judges whether `node_modules` is in step with `package-lock.json`, without asking npm (which takes seconds).
// In step means: our stamp carries the lock's digest, or npm's own record of the last complete install
// (`node_modules/.package-lock.json`, written when everything is in place) holds each package of the lock.
// Refuses: to believe a stamp after npm's record is gone, as it is when an install was cut off.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stampOf = (root) => join(root, 'node_modules/.slipway/install.json');
const recordOf = (root) => join(root, 'node_modules/.package-lock.json');

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function describeInstall(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return {
    lockSha256: createHash('sha256').update(lock).digest('hex'),
    platform: `${process.platform}-${process.arch}`,
  };
}

/** Whether each package of a lock file stands in npm's record of what is installed; optional ones may be absent. */
export function isRecordComplete(lock, record) {
  return Object.entries(lock.packages ?? {}).every(([path, wanted]) => {
    if (!path.includes('node_modules/')) return true;
    const present = record.packages?.[path];
    if (!present) return wanted.optional === true || wanted.devOptional === true;
    return present.version === wanted.version && present.integrity === wanted.integrity;
  });
}

/** Whether the packages are installed as the lock file says. */
export function isInstalled(root) {
  const record = readJson(recordOf(root));
  if (!record) return false;
  const wanted = describeInstall(root);
  const stamp = readJson(stampOf(root));
  if (stamp) {
    if (stamp.platform !== wanted.platform) return false;
    if (stamp.lockSha256 === wanted.lockSha256) return true;
  }
  const lock = readJson(join(root, 'package-lock.json'));
  if (!lock || !isRecordComplete(lock, record)) return false;
  writeInstallStamp(root);
  return true;
}

/** Records that the packages are now as the lock file says. */
export function writeInstallStamp(root) {
  mkdirSync(join(root, 'node_modules/.slipway'), { recursive: true });
  writeFileSync(stampOf(root), `${JSON.stringify(describeInstall(root))}\n`);
}

/** How many packages the lock file names, for progress. */
export function countPackages(root) {
  const lock = readJson(join(root, 'package-lock.json'));
  return Object.entries(lock?.packages ?? {}).filter(
    ([path, entry]) => path.includes('node_modules/') && !entry.link,
  ).length;
}

/** Whether an install was begun here and did not end. */
export function isInstallCutOff(root) {
  return existsSync(join(root, 'node_modules')) && !existsSync(recordOf(root));
}
