// The peers of the data benchmark: each in a Python environment of its own beside this file, run over the same documents.
// Invariant: a peer that does not install is left out and said so; a peer that fails while it runs fails the benchmark.
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensurePython } from '../../tools/benchmarking/ensure-python.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));

/** @returns the Python that has the peer's packages, or undefined where they cannot be had */
export async function installPeer(name, say) {
  const requirements = join(here, 'peers', `requirements-${name}.txt`);
  try {
    return await ensurePython(join(here, '.venv', name), ['-r', requirements], say);
  } catch (error) {
    say(`${name} is left out, for it does not install: ${error.message.split('\n').at(-1)}`);
    return undefined;
  }
}

/** Runs `peers/NAME_pipeline.py` with options; its last line is its report. */
export async function runPeer(name, python, options) {
  const args = Object.entries(options).flatMap(([option, value]) => [`--${option}`, `${value}`]);
  const script = join(here, 'peers', `${name}_pipeline.py`);
  const { stdout } = await run(python, [script, ...args], { maxBuffer: 1 << 26 });
  const report = JSON.parse(stdout.trim().split('\n').at(-1));
  const sum = (field) => report.stages.reduce((total, stage) => total + stage[field], 0);
  return {
    ...report,
    seconds: sum('seconds'),
    cpuSeconds: sum('cpuSeconds'),
    peerVersion: `${name} ${report.versions[name]}`,
  };
}
