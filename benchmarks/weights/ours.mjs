// Our side of the weights benchmark, in a process of its own so that its memory can be measured. Prints one JSON line with the
// seconds the work took (imports not counted) and the memory it needed above the idle process.
// Use: node ours.mjs merge BASE ADAPTER TARGET | quantise SOURCE TARGET
import { convertGguf, mergeLora } from '@slipway/weights';

const peakBytes = () => process.resourceUsage().maxRSS * 1024;

const [command, ...paths] = process.argv.slice(2);
const before = peakBytes();
const startMs = performance.now();
if (command === 'merge') {
  const [basePath, adapterPath, outputPath] = paths;
  await mergeLora({ basePath, adapterPath, outputPath });
} else {
  const [source, target] = paths;
  await convertGguf(source, target, { type: 'q8_0' });
}
const seconds = (performance.now() - startMs) / 1000;
process.stdout.write(`${JSON.stringify({ seconds, bytes: peakBytes() - before })}\n`);
