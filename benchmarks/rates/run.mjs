// The rates that plans reckon with and that no other benchmark measures, in CPU seconds of one core. Options: --quick, --json.
import { printReport } from '../../tools/benchmarking/print-report.mjs';
import { measureMixing } from './mixing.mjs';

const isQuick = process.argv.includes('--quick');
const isJson = process.argv.includes('--json');
const row = (metric, unit, ours) => ({
  ...{ metric, unit, ours: Math.round(ours), peer: null, peerVersion: null, ratio: null },
  ...{ goal: 'none: for plans', holds: true },
});

const mixing = await measureMixing({ numTokens: isQuick ? 20e6 : 100e6 });
printReport(
  'rates',
  [
    row('tokens mixed, packed and written, read where they lie', 'tokens/s', mixing.inPlace),
    row('the same, brought into order on disk', 'tokens/s', mixing.onDisk),
  ],
  { isJson },
);
