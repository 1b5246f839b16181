// Lets one set-up at a time install and build in a repository: a second one waits and says so.
// Invariant: the lock lies outside node_modules, which an installation may remove, and names its owner by process id and
// start, so that one whose owner is gone is taken over. Refuses: to wait where no lock can be written; what cannot be
// written to cannot be installed into either, and npm says that better.

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 300;
const unwritable = new Set(['EACCES', 'EPERM', 'EROFS']);

const lockOf = (root) => join(root, '.slipway-setup.lock');

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** When a process began, in the kernel's clock ticks; empty where the system does not tell. */
function readStart(pid) {
  const fields = readText(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');
  return fields?.[19] ?? '';
}

function describeOwner(pid) {
  return JSON.stringify({ pid, start: readStart(pid) });
}

function isAlive({ pid, start }) {
  // Zero and negative numbers would ask for whole groups of processes.
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return readStart(pid) === start;
}

// Linked into place from a file of its own, so that nobody ever reads half a lock.
function tryLock(path, text) {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, text);
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

// Two may find the same dead lock: who moved away a living one instead puts it back.
function removeDeadLock(path, dead) {
  const away = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, away);
  } catch {
    return;
  }
  if (readText(away) !== dead) linkSync(away, path);
  rmSync(away, { force: true });
}

function readOwner(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Takes the lock; answers the living owner's process id where there is one, else `undefined`. */
function takeLock(path, text) {
  for (;;) {
    if (tryLock(path, text)) return undefined;
    const held = readText(path);
    if (held === undefined) continue;
    const owner = readOwner(held);
    if (isAlive(owner)) return owner.pid;
    removeDeadLock(path, held);
  }
}

async function waitForLock({ path, text, messages, progress }) {
  const owner = takeLock(path, text);
  if (owner === undefined) return;
  await progress.step(messages.waitingForSetup({ pid: owner }), async () => {
    while (takeLock(path, text) !== undefined) await sleep(pollMs);
  });
}

/**
 * Runs `work` while no other process sets this repository up.
 * @param {{root: string, messages: object, progress: object}} options
 */
export async function withSetupLock({ root, messages, progress }, work) {
  const path = lockOf(root);
  const text = describeOwner(process.pid);
  try {
    await waitForLock({ path, text, messages, progress });
  } catch (error) {
    if (!unwritable.has(error.code)) throw error;
    return await work();
  }
  const release = () => readText(path) === text && rmSync(path, { force: true });
  // A Ctrl-C ends the process without coming back here.
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
