/**
 * The local launcher: attempts are child processes of this machine, each the leader's child in a process group of its own.
 * Invariant: an attempt outlives the server; its folder alone tells what became of it; two submissions start one process.
 * Refuses attempts whose folder lies elsewhere: it could not find them again by their id.
 */
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AttemptId, attemptId, type Json, SlipwayError } from '@slipway/contracts';
import type { Launcher, LaunchRequest, LaunchState, Logger } from '@slipway/core';
import { readLog } from '../files/bounded-log.ts';
import { readMessages } from '../files/read-messages.ts';
import {
  claimForNobody,
  messagesFile,
  readClaim,
  readExitCode,
  readLeader,
  readReason,
  requestFile,
  writeLaunch,
  writeReason,
} from './attempt-folder.ts';
import { attemptShim } from './attempt-shim.ts';
import { limitThreads } from './limit-variables.ts';
import { type LimitWatch, openLimitWatch } from './limit-watch.ts';
import { endGroup, isLeaderAlive, listMembers, type ProcessGroup } from './process-group.ts';
import { openProcessTable, type ProcessTable } from './process-table.ts';

export interface LocalLauncherOptions {
  /** Folder that holds one folder an attempt, named by its id. */
  directory: string;
  /** The command line of an attempt; the path of its request file is added. Paths must be absolute. */
  command: { command: string; args: readonly string[] };
  /** Environment of attempts, limits excepted. */
  environment: Readonly<Record<string, string>>;
  log: Logger;
  /** How much attempts give way to others: 0 not at all, 19 most. */
  niceness?: number;
  /** Time between SIGTERM and SIGKILL. */
  graceMs?: number;
  /** How often memory and log are looked at. */
  watchMs?: number;
  /** Bytes of log after which it is turned over; at most twice as much is kept. */
  maxLogBytes?: number;
  table?: ProcessTable;
}

export interface LocalLauncher extends Launcher {
  /** Ends what is left of attempts whose leader has died. To be called once, before anything is submitted. */
  sweepOrphans(): Promise<AttemptId[]>;
  /** Stops watching. Attempts go on. */
  close(): void;
}

/** Not of the `SLIPWAY_` variables, which workers do not inherit: it must reach every process of the attempt. */
const markName = 'LAUNCHED_ATTEMPT_ID';
const startDeadlineMs = 20_000;

interface Setting extends Required<LocalLauncherOptions> {
  watch: LimitWatch;
}

/** Makes a launcher over a folder; several, one after the other, may serve the same folder. */
export function createLocalLauncher(options: LocalLauncherOptions): LocalLauncher {
  const { niceness = 5, graceMs = 10_000, watchMs = 1000, maxLogBytes = 16 << 20 } = options;
  const { table = openProcessTable(), log } = options;
  const watch = openLimitWatch({ table, log, pollMs: watchMs, maxLogBytes });
  const setting: Setting = { ...options, niceness, graceMs, watchMs, maxLogBytes, table, watch };
  const folderOf = (id: AttemptId) => join(setting.directory, id);
  return {
    name: 'local',
    describeLaunch: (request) => describeLaunch(setting, request),
    submit: (request) => submit(setting, request),
    describe: (id) => describe(setting, id),
    cancel: (id, { graceMs: grace = setting.graceMs } = {}) => cancel(setting, id, grace),
    readMessages: (id, offset) => readMessages(join(folderOf(id), messagesFile), offset),
    readLog: (id, offset, maxBytes) => readLog(folderOf(id), offset, maxBytes),
    sweepOrphans: () => sweepOrphans(setting),
    close: watch.close,
  };
}

function describeLaunch(setting: Setting, request: LaunchRequest): Json {
  return {
    command: [setting.command.command, ...setting.command.args, join(request.directory, requestFile)],
    environment: variablesOf(request),
    niceness: setting.niceness,
    memoryBytes: request.resources.memoryBytes,
    directory: request.directory,
  };
}

function variablesOf(request: LaunchRequest): Record<string, string> {
  return { ...limitThreads(request.resources.threads), [markName]: request.attempt.attemptId };
}

async function submit(setting: Setting, request: LaunchRequest): Promise<void> {
  const id = request.attempt.attemptId;
  const directory = join(setting.directory, id);
  if (request.directory !== directory) {
    const message = `the local launcher keeps ${id} in ${directory}, not in ${request.directory}`;
    throw new SlipwayError({ code: 'internal', message });
  }
  if ((await readClaim(directory)) === undefined) {
    await writeLaunch(directory, request);
    await startShim(setting, request);
  }
  await describe(setting, id);
}

async function startShim(setting: Setting, request: LaunchRequest): Promise<void> {
  const { command, args } = setting.command;
  const { directory } = request;
  const shimArguments = ['-c', attemptShim, 'slipway-attempt', directory, String(setting.niceness)];
  const child = spawn('sh', [...shimArguments, command, ...args, join(directory, requestFile)], {
    cwd: directory,
    detached: true,
    stdio: 'ignore',
    env: { ...setting.environment, ...variablesOf(request) },
  });
  let failure: string | undefined;
  child.on('error', (error) => {
    failure = error.message;
  });
  child.on('exit', (code, signal) => {
    failure = `the shell ended with ${signal ?? code}`;
  });
  child.unref();
  const deadline = performance.now() + startDeadlineMs;
  while ((await readClaim(directory)) === undefined) {
    if (performance.now() > deadline) {
      failure ??= `nothing started within ${startDeadlineMs} ms`;
      // It may start yet, when nobody looks any more.
      await claimForNobody(directory);
    }
    if (failure !== undefined && (await readLeader(directory)) === undefined) throw cannotStart(failure);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function cannotStart(reason: string): SlipwayError {
  return new SlipwayError({
    code: 'launcher-unavailable',
    message: `an attempt could not be started on this machine: ${reason}`,
    hint: 'Check that "sh" and "nice" are there and that the disk is not full.',
  });
}

async function describe(setting: Setting, id: AttemptId): Promise<LaunchState> {
  const directory = join(setting.directory, id);
  const leader = await readClaim(directory);
  if (leader === undefined) return { state: 'unknown' };
  if (leader === 'nobody') return { state: 'ended', exitCode: null, reason: 'cancelled' };
  const isAlive = await isLeaderAlive(setting.table, leader);
  const exitCode = await readExitCode(directory);
  if (exitCode === undefined && isAlive) {
    setting.watch.add({ id, directory, group: groupOf(id, leader) });
    return { state: 'running' };
  }
  const reason = await readReason(directory);
  // What ended well before the launcher could end it, ended by itself.
  if (reason === undefined || exitCode === 0) return { state: 'ended', exitCode: exitCode ?? null };
  return { state: 'ended', exitCode: exitCode ?? null, reason };
}

async function cancel(setting: Setting, id: AttemptId, graceMs: number): Promise<void> {
  const directory = join(setting.directory, id);
  await claimForNobody(directory);
  const leader = await readLeader(directory);
  if (leader === undefined) return;
  if ((await describe(setting, id)).state === 'running') await writeReason(directory, 'cancelled');
  await endGroup(setting.table, groupOf(id, leader), graceMs);
}

async function sweepOrphans(setting: Setting): Promise<AttemptId[]> {
  const names = await readdir(setting.directory).catch(() => []);
  const swept: AttemptId[] = [];
  for (const name of names) {
    const id = attemptId.safeParse(name).data;
    const leader = id === undefined ? undefined : await readLeader(join(setting.directory, name));
    if (id === undefined || leader === undefined) continue;
    if (await isLeaderAlive(setting.table, leader)) {
      await describe(setting, id);
    } else if ((await listMembers(setting.table, groupOf(id, leader))).length > 0) {
      await endGroup(setting.table, groupOf(id, leader), setting.graceMs);
      swept.push(id);
    }
  }
  return swept;
}

function groupOf(id: AttemptId, leader: ProcessGroup['leader']): ProcessGroup {
  return { leader, mark: `${markName}=${id}` };
}
