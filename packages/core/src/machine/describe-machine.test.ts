import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { machine } from '@slipway/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { readCgroupLimits } from './cgroup-limits.ts';
import { parseCpuFeatures } from './cpu-features.ts';
import { describeMachine, parseGpus } from './describe-machine.ts';

describe('describeMachine', () => {
  it('describes this machine, also for a home that does not exist yet', async () => {
    const described = machine.parse(await describeMachine(join(tmpdir(), 'no/such/home')));
    expect(described.freeDiskBytes).toBeGreaterThan(0);
    expect(described.memoryBytes).toBeGreaterThan(64 << 20);
    expect(described.cpuModel).not.toBe('');
  });

  it('reads features from /proc/cpuinfo of x86 and of Arm', () => {
    const x86 =
      'processor\t: 0\nflags\t\t: fpu avx avx2 avx512f avx512_bf16 amx_bf16 amx_tile\nbugs\t: none\n';
    expect(parseCpuFeatures(x86)).toEqual(['amx', 'avx2', 'avx512', 'avx512_bf16']);
    expect(parseCpuFeatures('Features\t: fp asimd crc32 bf16\n')).toEqual(['bf16', 'neon']);
    expect(parseCpuFeatures('')).toEqual([]);
  });

  it('reads GPUs from what nvidia-smi prints', () => {
    expect(parseGpus('NVIDIA H100 PCIe, 81559\nTesla T4, 15360\n')).toEqual([
      { name: 'NVIDIA H100 PCIe', memoryBytes: 81559 * 1048576 },
      { name: 'Tesla T4', memoryBytes: 15360 * 1048576 },
    ]);
    expect(parseGpus('No devices were found\n')).toEqual([]);
  });
});

describe('readCgroupLimits', () => {
  const folders: string[] = [];
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });
  const makeRoot = async (files: Record<string, string>) => {
    const root = await mkdtemp(join(tmpdir(), 'slipway-cgroup-'));
    folders.push(root);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return root;
  };

  it('takes the tightest limit on the way up (version 2)', async () => {
    const root = await makeRoot({
      'proc/self/cgroup': '0::/a/b\n',
      'sys/fs/cgroup/a/memory.max': '2147483648\n',
      'sys/fs/cgroup/a/b/memory.max': 'max\n',
      'sys/fs/cgroup/a/cpu.max': 'max 100000\n',
      'sys/fs/cgroup/a/b/cpu.max': '150000 100000\n',
    });
    expect(await readCgroupLimits(root)).toEqual({ memoryBytes: 2147483648, processors: 1.5 });
  });

  it('reads version 1, where a container sees its own group at the mount', async () => {
    const root = await makeRoot({
      'proc/self/cgroup': '4:memory:/docker/xyz\n3:cpu,cpuacct:/docker/xyz\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': '1073741824\n',
      'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '200000\n',
      'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    });
    expect(await readCgroupLimits(root)).toEqual({ memoryBytes: 1073741824, processors: 2 });
  });

  it('finds none where none is set', async () => {
    const root = await makeRoot({
      'proc/self/cgroup': '4:memory:/\n3:cpu:/\n0::/\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
      'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
      'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    });
    expect(await readCgroupLimits(root)).toEqual({});
    expect(await readCgroupLimits(join(root, 'nothing'))).toEqual({});
  });
});
