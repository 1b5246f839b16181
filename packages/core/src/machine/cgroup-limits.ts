/**
 * What a container may use: the memory and processor limits of the control groups this process is in, versions 1 and 2.
 * Invariant: the tightest limit on the way up counts; where there is none the field is absent.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface CgroupLimits {
  memoryBytes?: number;
  /** May be a fraction: 1.5 processors. */
  processors?: number;
}

/** Version 1 writes "no limit" as a number near 2^63, rounded to pages. */
const unlimitedFromBytes = 2 ** 62;

/** @param root where `/proc` and `/sys` are found, for tests */
export async function readCgroupLimits(root = '/'): Promise<CgroupLimits> {
  const groups = (await readText(join(root, 'proc/self/cgroup'))).split('\n').filter((line) => line !== '');
  const limits: CgroupLimits[] = [];
  for (const line of groups) {
    const [, controllers = '', path = '/'] = line.split(':');
    if (controllers === '') limits.push(...(await readUnified(join(root, 'sys/fs/cgroup'), path)));
    for (const controller of controllers.split(',')) {
      if (controller !== 'memory' && controller !== 'cpu') continue;
      limits.push(...(await readLegacy(join(root, 'sys/fs/cgroup', controller), path)));
    }
  }
  return tightest(limits);
}

async function readUnified(mount: string, path: string): Promise<CgroupLimits[]> {
  const limits: CgroupLimits[] = [];
  for (const folder of foldersUp(mount, path)) {
    const memory = Number.parseInt(await readText(join(folder, 'memory.max')), 10);
    if (memory > 0) limits.push({ memoryBytes: memory });
    const [quota, period] = (await readText(join(folder, 'cpu.max'))).trim().split(' ').map(Number);
    if (quota && period) limits.push({ processors: quota / period });
  }
  return limits;
}

async function readLegacy(mount: string, path: string): Promise<CgroupLimits[]> {
  const limits: CgroupLimits[] = [];
  for (const folder of foldersUp(mount, path)) {
    const memory = Number.parseInt(await readText(join(folder, 'memory.limit_in_bytes')), 10);
    if (memory > 0 && memory < unlimitedFromBytes) limits.push({ memoryBytes: memory });
    const quota = Number.parseInt(await readText(join(folder, 'cpu.cfs_quota_us')), 10);
    const period = Number.parseInt(await readText(join(folder, 'cpu.cfs_period_us')), 10);
    if (quota > 0 && period > 0) limits.push({ processors: quota / period });
  }
  return limits;
}

/** In a container the mount itself may be the group, whatever path is told: both are looked at. */
function foldersUp(mount: string, path: string): string[] {
  const folders = [mount];
  for (let part = path; part !== '/' && part !== '.'; part = dirname(part)) folders.push(join(mount, part));
  return folders;
}

function tightest(limits: CgroupLimits[]): CgroupLimits {
  const memory = limits.flatMap((limit) => limit.memoryBytes ?? []);
  const processors = limits.flatMap((limit) => limit.processors ?? []);
  return {
    ...(memory.length > 0 && { memoryBytes: Math.min(...memory) }),
    ...(processors.length > 0 && { processors: Math.min(...processors) }),
  };
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
