/**
 * What the machine has, as plans and stages see it: what this process may use, not what is soldered in.
 * Refuses to guess: what cannot be found out is the operating system's own word, or none.
 */
import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Machine } from '@slipway/contracts';
import { readCgroupLimits } from './cgroup-limits.ts';
import { readCpuFeatures } from './cpu-features.ts';

const gpuQueryTimeoutMs = 10_000;
const bytesPerMebibyte = 1 << 20;

/** @param home folder whose disk counts; it need not exist yet */
export async function describeMachine(home: string): Promise<Machine> {
  const [limits, cpuFeatures, freeDiskBytes, gpus] = await Promise.all([
    readCgroupLimits(),
    readCpuFeatures(),
    readFreeDiskBytes(home),
    readGpus(),
  ]);
  const threads = Math.min(availableParallelism(), limits.processors ?? Number.POSITIVE_INFINITY);
  return {
    threads: Math.max(1, Math.floor(threads)),
    memoryBytes: Math.min(totalmem(), limits.memoryBytes ?? Number.POSITIVE_INFINITY),
    freeDiskBytes,
    cpuFeatures,
    cpuModel: cpus()[0]?.model.trim() || process.arch,
    gpus,
  };
}

/** Free bytes, for users without privileges, on the disk of the nearest folder that exists. */
export async function readFreeDiskBytes(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error;
    return readFreeDiskBytes(parent);
  }
}

/** NVIDIA cards as `nvidia-smi` tells them; none where there is no such program. */
export async function readGpus(): Promise<Machine['gpus']> {
  const query = ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'];
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', query, { timeout: gpuQueryTimeoutMs });
    return parseGpus(stdout);
  } catch {
    return [];
  }
}

/** GPUs in what `nvidia-smi` prints: "NVIDIA A100-SXM4-80GB, 81920" a line, memory in MiB. */
export function parseGpus(output: string): Machine['gpus'] {
  return output.split('\n').flatMap((line) => {
    const [, name, memory] = /^\s*(.+?)\s*,\s*(\d+)\s*$/.exec(line) ?? [];
    return name && memory ? [{ name, memoryBytes: Number(memory) * bytesPerMebibyte }] : [];
  });
}
