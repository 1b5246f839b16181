/**
 * Chooses where torch comes from on a Linux machine without an NVIDIA card: PyPI's build for Linux brings some 3 GB of CUDA along.
 * Invariant: a wheel that the user's own pip configuration offers comes first, then PyTorch's CPU index if it answers at once;
 * where neither is to be had, torch is left to the plain install. The version is always the pinned one.
 */
import { isSlipwayError } from '@slipway/contracts';
import type { Pip } from './pip.ts';
import { runProgram } from './run-program.ts';

const cpuIndexUrl = 'https://download.pytorch.org/whl/cpu';
const probeTimeoutSeconds = 3;
/** Asked through Python, which knows the user's proxies. */
const probe = `import sys, urllib.request
request = urllib.request.Request(sys.argv[1] + "/torch/", method="HEAD")
urllib.request.urlopen(request, timeout=float(sys.argv[2]))`;

export interface TorchOptions {
  pip: Pip;
  python: string;
  version: string;
  hasGpu: boolean;
  onProgress?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** PyTorch's own index of CPU builds, for tests. */
  indexUrl?: string;
}

/** Installs the CPU build where it can be had; else does nothing, and the requirements bring what they bring. */
export async function installCpuTorch(options: TorchOptions): Promise<'local' | 'cpu-index' | 'plain'> {
  const { pip, version, hasGpu, onProgress, indexUrl = cpuIndexUrl } = options;
  if (hasGpu || process.platform !== 'linux') return 'plain';
  const offered = await pip.listVersions('torch');
  // pip prefers a local version over the plain one of the same number (PEP 440), so nothing need be asked for.
  if (offered.includes(`${version}+cpu`)) return 'local';
  if (!(await doesAnswer(options, indexUrl))) return 'plain';
  try {
    onProgress?.(`Installing the CPU build of torch ${version} from ${indexUrl}`);
    await pip.install(['--no-deps', '--index-url', indexUrl, `torch==${version}`]);
    return 'cpu-index';
  } catch (error) {
    if (!isSlipwayError(error) || error.code !== 'python-environment-failed') throw error;
    onProgress?.(`${indexUrl} has no torch ${version} for this Python; taking the usual one`);
    return 'plain';
  }
}

async function doesAnswer({ python, signal }: TorchOptions, indexUrl: string): Promise<boolean> {
  const { exitCode } = await runProgram(python, ['-c', probe, indexUrl, String(probeTimeoutSeconds)], {
    signal,
    // Name resolution has no limit of its own in Python.
    timeoutMs: (probeTimeoutSeconds + 1) * 1000,
  });
  return exitCode === 0;
}
