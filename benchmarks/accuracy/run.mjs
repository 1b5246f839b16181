// How right the data factory is, by one command: languages, personal data and near duplicates, each as its own benchmark measures it.
// Invariant: measures nothing itself; a row is one that the named benchmark prints, but for rates, which say nothing of being right.
// Options: --quick, --json.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printReport } from '../../tools/benchmarking/print-report.mjs';

const benchmarks = ['language', 'personal-data', 'minhash'];
const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const options = process.argv.slice(2);
const isRate = ({ unit }) => unit.endsWith('/s') || unit === 'times';

/** @returns what the benchmark's `--json` prints */
function run(name) {
  const args = [join(folder, name, 'run.mjs'), '--json', ...options.filter((option) => option !== '--json')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`the benchmark ${name} ended with ${code}`));
      else resolve(JSON.parse(Buffer.concat(chunks).toString('utf8').trim().split('\n').at(-1)));
    });
  });
}

const metrics = [];
for (const name of benchmarks) {
  const report = await run(name);
  const right = report.metrics.filter((metric) => !isRate(metric));
  metrics.push(...right.map((metric) => ({ ...metric, metric: `${name}: ${metric.metric}` })));
}
printReport('accuracy', metrics, { isJson: options.includes('--json') });
