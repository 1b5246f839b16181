// The rates that plans reckon with and that no other benchmark measures, in CPU seconds of one core. Options: --quick, --json.
import { printReport } from '../../tools/benchmarking/print-report.mjs';
import { measureJoining } from './joining.mjs';
import { measureMixing } from './mixing.mjs';
import { measureRepeats } from './repeats.mjs';

const isQuick = process.argv.includes('--quick');
const isJson = process.argv.includes('--json');
const row = (metric, unit, ours) => ({
  ...{ metric, unit, ours: Math.round(ours), peer: null, peerVersion: null, ratio: null },
  ...{ goal: 'none: for plans', holds: true },
});

const mixing = await measureMixing({ numTokens: isQuick ? 20e6 : 100e6 });
const joining = await measureJoining({ numRepeats: isQuick ? 1e6 : 8e6 });
const { repeats } = await measureRepeats({ numBytes: isQuick ? 16e6 : 64e6 });
const repeatRows = Object.entries(repeats).flatMap(([pass, rates]) =>
  Object.entries(rates).map(([kind, rate]) => row(`${pass}, ${kind}`, 'bytes of text/s', rate)),
);
printReport(
  'rates',
  [
    row('tokens mixed, packed and written, read where they lie', 'tokens/s', mixing.inPlace),
    row('the same, brought into order on disk', 'tokens/s', mixing.onDisk),
    row('pairs of 25 ranges, gathered', 'pairs/s', joining.gathered),
    row('repeats, joined', 'repeats/s', joining.joined),
    ...repeatRows,
  ],
  { isJson },
);
