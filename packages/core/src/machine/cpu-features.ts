/**
 * The vector features of the processor that decide which number type computes fastest.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Name in `/proc/cpuinfo` (x86 `flags`, Arm `Features`) to the name plans use. */
const featureNames: Record<string, string> = {
  avx2: 'avx2',
  avx512f: 'avx512',
  avx512_bf16: 'avx512_bf16',
  amx_bf16: 'amx',
  asimd: 'neon',
  bf16: 'bf16',
};

/** Features of this machine, sorted. */
export async function readCpuFeatures(): Promise<string[]> {
  if (process.platform === 'darwin') return readDarwinFeatures();
  return parseCpuFeatures(await readFile('/proc/cpuinfo', 'utf8').catch(() => ''));
}

/** Features named in the text of `/proc/cpuinfo`. */
export function parseCpuFeatures(text: string): string[] {
  const line = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(text)?.[1] ?? '';
  const found = line.split(/\s+/).flatMap((flag) => featureNames[flag] ?? []);
  return [...new Set(found)].sort();
}

async function readDarwinFeatures(): Promise<string[]> {
  if (process.arch === 'arm64') return ['neon'];
  const { stdout } = await promisify(execFile)('sysctl', ['-n', 'machdep.cpu.leaf7_features']).catch(() => ({
    stdout: '',
  }));
  return /\bAVX2\b/.test(stdout) ? ['avx2'] : [];
}
