/**
 * The folder of a local attempt: all that is known of it, so that whoever comes next finds it by its id alone.
 *
 *   request.json   what the attempt is asked to do          launch.json  its limits
 *   pid            the shim's process id and start, or      running      there until the exit code is known
 *                  empty: no shim may start any more
 *   exit.N         the exit code is N                       reason       why the launcher ended it
 *   messages.jsonl standard output                          log.txt      standard error
 *
 * Invariant: every file but messages and log appears whole (written aside and renamed, or linked).
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import type { LaunchRequest } from '@slipway/core';
import type { GroupLeader } from './process-group.ts';

export type EndReason = 'cancelled' | 'out-of-memory';

export const requestFile = 'request.json';
export const messagesFile = 'messages.jsonl';
/** The name that the shim links. */
const claimFile = 'pid';

/**
 * Writes what the attempt needs to start. Safe to repeat.
 * @throws SlipwayError `disk-full`, `launcher-unavailable`
 */
export async function writeLaunch(directory: string, request: LaunchRequest): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await writeWhole(join(directory, requestFile), JSON.stringify(request.attempt));
    await writeWhole(join(directory, 'launch.json'), JSON.stringify({ resources: request.resources }));
  } catch (cause) {
    const isFull = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new SlipwayError({
      code: isFull ? 'disk-full' : 'launcher-unavailable',
      message: `the attempt's folder ${directory} cannot be written: ${(cause as Error).message}`,
      hint: isFull ? 'Free some space and start the run again.' : 'Check who owns the folder.',
      cause,
    });
  }
}

/** Who claimed the attempt: the shim as it recorded itself, or nobody, and then no shim can any more. Undefined before either. */
export async function readClaim(directory: string): Promise<GroupLeader | 'nobody' | undefined> {
  const text = await readFile(join(directory, claimFile), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  if (text === '') return 'nobody';
  const [pid = '', ...start] = text.trim().split(' ');
  return { pid: Number(pid), startedAt: start.join(' ') };
}

/** The shim, where one has claimed the attempt. */
export async function readLeader(directory: string): Promise<GroupLeader | undefined> {
  const claim = await readClaim(directory);
  return claim === 'nobody' ? undefined : claim;
}

/** Claims the attempt so that a shim that comes late does nothing. Without effect where there is no folder, or a shim was quicker. */
export async function claimForNobody(directory: string): Promise<void> {
  try {
    // Empty, so that it works on a full disk; made or not, as the shim's link is.
    await (await open(join(directory, claimFile), 'wx')).close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && code !== 'ENOENT') throw error;
  }
}

/** The recorded exit code; undefined where there is none. */
export async function readExitCode(directory: string): Promise<number | undefined> {
  const names = await readdir(directory).catch(() => []);
  const name = names.find((one) => /^exit\.\d+$/.test(one));
  return name === undefined ? undefined : Number(name.slice('exit.'.length));
}

/** Bytes of memory that the attempt may use; 0 for no limit. */
export async function readMemoryLimit(directory: string): Promise<number> {
  const text = await readFile(join(directory, 'launch.json'), 'utf8').catch(() => '{}');
  const launch = JSON.parse(text) as { resources?: { memoryBytes?: number } };
  return launch.resources?.memoryBytes ?? 0;
}

/** Records why the launcher ends the attempt; the first reason stays. */
export async function writeReason(directory: string, reason: EndReason): Promise<void> {
  const file = await open(join(directory, 'reason'), 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST' || error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return;
  await file.writeFile(reason).finally(() => file.close());
}

export async function readReason(directory: string): Promise<EndReason | undefined> {
  const text = await readFile(join(directory, 'reason'), 'utf8').catch(() => '');
  return text === 'cancelled' || text === 'out-of-memory' ? text : undefined;
}

async function writeWhole(path: string, content: string): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}.new`;
  await writeFile(aside, content, { mode: 0o600 });
  await rename(aside, path);
}
