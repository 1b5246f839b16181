// Our verdicts on documents, with the peer's names for the filters, and how long measuring took.
// Invariant: a document is copied into kernel memory before the clock runs; times are this process's CPU, in seconds.
// The kernels are taken from the package's build by path, since a benchmark may look behind the door.

import { loadKernels } from '../../packages/text/dist/kernels/load-kernels.js';
import { c4Quality } from '../../packages/text/dist/quality/rules/c4-quality.js';
import { finewebQuality } from '../../packages/text/dist/quality/rules/fineweb-quality.js';
import { gopherQuality } from '../../packages/text/dist/quality/rules/gopher-quality.js';
import { gopherRepetition } from '../../packages/text/dist/quality/rules/gopher-repetition.js';
import { createDocumentMeter } from '../../packages/text/dist/statistics/measure-document.js';

export const rules = {
  'gopher-quality': gopherQuality(),
  'gopher-repetition': gopherRepetition(),
  'c4-quality': c4Quality(),
  'c4-quality-loose': c4Quality({ needsTerminalMark: false }),
  'fineweb-quality': finewebQuality(),
};

/** Judges texts; gives for each what the peer's rows hold. */
export async function judgeTexts(texts) {
  const kernels = await loadKernels();
  const meter = createDocumentMeter(kernels);
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return texts.map((text) => {
    const mark = kernels.mark();
    const bytes = encoder.encode(text);
    const pointer = kernels.reserve(bytes.length);
    kernels.bytes().set(bytes, pointer);
    const row = meter.measure(pointer, bytes.length).slice();
    const verdicts = {};
    for (const [name, rule] of Object.entries(rules)) {
      const verdict = rule.judge(row);
      verdicts[name] = verdict.isKept ? 'keep' : verdict.reason;
      if (!name.startsWith('c4')) continue;
      verdicts[`${name}-text`] = '';
      if (!verdict.isKept) continue;
      const out = kernels.reserve(bytes.length + 16);
      const length = meter.keepLines(pointer, bytes.length, { out, isStrict: name === 'c4-quality' });
      verdicts[`${name}-text`] = decoder.decode(kernels.bytes().slice(out, out + length));
    }
    kernels.release(mark);
    return verdicts;
  });
}

/** Seconds to measure and judge all texts once by all rules. */
export async function timeTexts(texts) {
  const kernels = await loadKernels();
  const meter = createDocumentMeter(kernels);
  const documents = texts.map((text) => new TextEncoder().encode(text)).filter((bytes) => bytes.length > 0);
  const pointers = documents.map((bytes) => {
    const pointer = kernels.reserve(bytes.length);
    kernels.bytes().set(bytes, pointer);
    return pointer;
  });
  const asked = Object.values(rules);
  const runOnce = () => {
    const start = process.cpuUsage();
    documents.forEach((bytes, place) => {
      const row = meter.measure(pointers[place], bytes.length);
      for (const rule of asked) rule.judge(row);
    });
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
  runOnce();
  const times = [runOnce(), runOnce(), runOnce()].toSorted((a, b) => a - b);
  return { seconds: times[1], numBytes: documents.reduce((sum, bytes) => sum + bytes.length, 0) };
}
