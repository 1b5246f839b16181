// `npm run benchmark -- NAME [--quick] [--json] [...]`: installs and builds, then runs `benchmarks/NAME/run.*` with the
// remaining arguments. With `--json`, standard output is the report alone, checked for its form.
// Invariant: exit code 0 only if the benchmark ended well and, with `--json`, its report has the agreed form.
// Refuses: to judge a number; `holds` in the report does that.

import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from './setup/run-tool.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function run({ command, args, env, isJson }) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', isJson ? 'pipe' : 'inherit', 'inherit'];
    const child = spawn(command, args, { cwd: root, env, stdio });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, text: Buffer.concat(chunks).toString('utf8') }));
  });
}

async function benchmark({ language, messages }) {
  const { listBenchmarks, locateBenchmark } = await import('./benchmarking/find-benchmarks.mjs');
  const { SetupStop } = await import('./setup/stop.mjs');
  const [name, ...args] = process.argv.slice(2);
  const names = listBenchmarks(root);
  if (!names.includes(name))
    throw new SetupStop(messages.benchmark.unknown({ name, names: names.join(', ') }));
  const { prepareRepository } = await import('./setup/prepare.mjs');
  const { python } = await prepareRepository({ root, language, messages, needsPython: false });
  const isJson = args.includes('--json');
  const env = { ...process.env, ...(python ? { SLIPWAY_PYTHON: python.path } : {}) };
  const start = locateBenchmark({ root, name, python: python?.path });
  const { code, text } = await run({ command: start.command, args: [...start.args, ...args], env, isJson });
  if (!isJson || code !== 0) return code;
  const { findReportFaults, readReport } = await import('./benchmarking/report.mjs');
  const report = readReport(text);
  const faults = findReportFaults(report);
  if (faults.length > 0)
    throw new SetupStop(messages.benchmark.badReport({ name, faults: faults.join('; ') }));
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return 0;
}

await runTool(benchmark);
