/**
 * The process group of one attempt: who is still in it, and its end.
 * Invariant: signals go only to a group that is certainly the attempt's: its leader is the shim that was recorded, or a member
 * carries the attempt's mark in its environment. Process ids are used again; a group of a stranger is never touched.
 */
import { SlipwayError } from '@slipway/contracts';
import type { ProcessEntry, ProcessTable } from './process-table.ts';

/** What is recorded of the shim. */
export interface GroupLeader {
  pid: number;
  startedAt: string;
}

export interface ProcessGroup {
  leader: GroupLeader;
  /** `NAME=VALUE` that every process of the attempt has in its environment. */
  mark: string;
}

const pollMs = 25;
const killDeadlineMs = 20_000;

/** Whether the shim itself is alive. */
export async function isLeaderAlive(table: ProcessTable, leader: GroupLeader): Promise<boolean> {
  const entry = await table.find(leader.pid);
  return entry !== undefined && entry.startedAt === leader.startedAt;
}

/** The attempt's processes that are alive; empty where the group has gone, or is someone else's by now. */
export async function listMembers(table: ProcessTable, group: ProcessGroup): Promise<ProcessEntry[]> {
  const members = await table.listGroup(group.leader.pid);
  const leader = members.find((entry) => entry.pid === group.leader.pid);
  if (leader !== undefined) return leader.startedAt === group.leader.startedAt ? members : [];
  for (const { pid } of members) {
    if ((await table.hasMark(pid, group.mark)) !== false) return members;
  }
  return [];
}

/**
 * Ends the whole group: SIGTERM, a grace time, SIGKILL. Resolves once no member is left.
 * @throws SlipwayError `launcher-unavailable` where the system does not end them
 */
export async function endGroup(table: ProcessTable, group: ProcessGroup, graceMs: number): Promise<void> {
  if (graceMs > 0) {
    if (!(await signalGroup(table, group, 'SIGTERM'))) return;
    if (await isGoneWithin(table, group, graceMs)) return;
  }
  if (!(await signalGroup(table, group, 'SIGKILL'))) return;
  if (await isGoneWithin(table, group, killDeadlineMs)) return;
  throw new SlipwayError({
    code: 'launcher-unavailable',
    message: `processes of group ${group.leader.pid} do not end, even when killed`,
    hint: 'They wait for a device or a network folder; see "ps -o pid,stat,wchan".',
  });
}

async function signalGroup(
  table: ProcessTable,
  group: ProcessGroup,
  signal: NodeJS.Signals,
): Promise<boolean> {
  const members = await listMembers(table, group);
  if (members.length === 0) return false;
  try {
    process.kill(-group.leader.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  return true;
}

async function isGoneWithin(table: ProcessTable, group: ProcessGroup, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while ((await listMembers(table, group)).length > 0) {
    if (performance.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return true;
}
