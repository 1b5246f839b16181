/**
 * What processes there are: read from /proc where there is one, else asked of `ps`.
 * Invariant: a process is known by its id and the moment it started together, because ids are used again.
 * A process that has ended but was not yet collected by its parent counts as gone.
 */
import { execFile } from 'node:child_process';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface ProcessEntry {
  pid: number;
  groupId: number;
  /** When it started, as the system says it: ticks since boot, or a date. Only good for comparing. */
  startedAt: string;
  /** Memory that is its own: resident, without pages of files that can be dropped at any time (on /proc only). */
  memoryBytes: number;
}

export interface ProcessTable {
  find(pid: number): Promise<ProcessEntry | undefined>;
  listGroup(groupId: number): Promise<ProcessEntry[]>;
  /** Whether `NAME=VALUE` stands in the environment that the process was started with; undefined where that cannot be read. */
  hasMark(pid: number, mark: string): Promise<boolean | undefined>;
}

const run = promisify(execFile);

/** The table of this machine. */
export function openProcessTable(): ProcessTable {
  return existsSync('/proc/self/stat') ? procTable : psTable;
}

/** Reads /proc (Linux). */
export const procTable: ProcessTable = {
  find: (pid) => Promise.resolve(readStat(pid)),
  async listGroup(groupId) {
    const names = await readdir('/proc');
    const members: ProcessEntry[] = [];
    for (const name of names) {
      if (!/^\d+$/.test(name)) continue;
      const entry = readStat(Number(name));
      if (entry?.groupId === groupId) members.push({ ...entry, memoryBytes: readMemory(entry.pid) });
    }
    return members;
  },
  async hasMark(pid, mark) {
    const text = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    return text.split('\0').includes(mark);
  },
};

/** One buffer for all: a group is listed every second, and files of /proc do not tell their size beforehand. */
const buffer = Buffer.alloc(16 * 1024);

/** A file of /proc whole. Reading it waits for nothing. */
function readProc(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return buffer.toString('latin1', 0, readSync(file, buffer, 0, buffer.length, 0));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readStat(pid: number): ProcessEntry | undefined {
  const text = readProc(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The name in parentheses may hold anything, also spaces and parentheses: fields start behind the last one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return { pid, groupId: Number(fields[2]), startedAt: fields[19] ?? '', memoryBytes: 0 };
}

function readMemory(pid: number): number {
  const text = readProc(`/proc/${pid}/status`) ?? '';
  const kibibytes = [...text.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm)].map((match) => Number(match[1]));
  return kibibytes.reduce((sum, one) => sum + one, 0) * 1024;
}

/** Asks `ps` (macOS, BSD). */
export const psTable: ProcessTable = {
  async find(pid) {
    return (await askPs()).find((entry) => entry.pid === pid);
  },
  async listGroup(groupId) {
    return (await askPs()).filter((entry) => entry.groupId === groupId);
  },
  hasMark: () => Promise.resolve(undefined),
};

async function askPs(): Promise<ProcessEntry[]> {
  const columns = 'pid=,pgid=,rss=,stat=,lstart=';
  const { stdout } = await run('ps', ['-A', '-o', columns], { env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' } });
  const entries: ProcessEntry[] = [];
  for (const line of stdout.split('\n')) {
    const [pid, groupId, kibibytes, state = '', ...start] = line.trim().split(/\s+/);
    if (pid === undefined || pid === '' || state.startsWith('Z')) continue;
    entries.push({
      pid: Number(pid),
      groupId: Number(groupId),
      startedAt: start.join(' '),
      memoryBytes: Number(kibibytes) * 1024,
    });
  }
  return entries;
}
