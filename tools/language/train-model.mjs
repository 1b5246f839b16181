// Trains the model of packages/text/src/language-identification on a corpus that collect_corpus.py and collect_frequencies.py made, and writes it
// as a generated source. Use: node tools/language/train-model.mjs CORPUS_FOLDER [--epochs 6] [--buckets 65536] [--out FILE]
// Invariant: the same corpus gives the same model: its random numbers are counted from a seed, and one thread trains.
import { parseArgs } from 'node:util';
import { loadKernels } from '../../packages/text/dist/kernels/load-kernels.js';
import { letterTable } from '../../packages/text/dist/language-identification/letter-table.js';
import { scripts } from '../../packages/text/dist/language-identification/scripts.js';
import { countRandom } from './count-random.mjs';
import { fitScales } from './fit-scales.mjs';
import { createLearner } from './learner.mjs';
import { drawHeldOutText, drawText, readCorpus } from './training-text.mjs';
import { writeModel } from './write-model.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    epochs: { type: 'string', default: '6' },
    buckets: { type: 'string', default: '65536' },
    out: { type: 'string' },
  },
});
const numBuckets = Number(values.buckets);
const numEpochs = Number(values.epochs);
/** Examples of a language in each epoch, and held-out ones that scales are fitted to. */
const numExamples = 4000;
const numHeldOut = 200;
const startRate = 1;
/** The share of features that an example goes without, so that no single one is relied upon. */
const droppedShare = 0.25;
const maxTextBytes = 1 << 13;

const random = countRandom(1);
const encoder = new TextEncoder();
const kernels = await loadKernels();
const letters = kernels.reserve(letterTable().byteLength);
const text = kernels.reserve(maxTextBytes);
const found = kernels.reserve(24 * maxTextBytes + 64);
new Uint32Array(kernels.bytes().buffer, letters).set(letterTable());

/** The buckets of a text, a share of them left out. */
function bucketsOf(string, { script, share }) {
  const { written } = encoder.encodeInto(string, kernels.bytes().subarray(text, text + maxTextBytes));
  const number = scripts.indexOf(script);
  const count = kernels.calls.hashWords(text, written, letters, number, numBuckets - 1, found);
  const all = new Uint32Array(kernels.bytes().buffer, found, count);
  if (share === 0) return all;
  let kept = 0;
  for (const bucket of all) if (random() >= share) all[kept++] = bucket;
  return all.subarray(0, kept);
}

function train(known) {
  const learner = createLearner(known, { numBuckets, random });
  const total = numEpochs * numExamples;
  for (let epoch = 0; epoch < numEpochs; epoch++) {
    let loss = 0;
    for (let turn = 0; turn < numExamples; turn++) {
      const rate = startRate * (1 - (epoch * numExamples + turn) / total);
      known.forEach((entry, label) => {
        const buckets = bucketsOf(drawText(entry, random), { script: entry.script, share: droppedShare });
        if (buckets.length > 0) loss += learner.learn(buckets, label, rate);
      });
    }
    process.stderr.write(`epoch ${epoch + 1}: ${(loss / numExamples / known.length).toFixed(4)}\n`);
  }
  return learner;
}

/** What the model says of texts that it has not learnt from. */
function askHeldOut(known, learner) {
  return known.flatMap((entry, label) =>
    Array.from({ length: numHeldOut }, () => {
      const buckets = bucketsOf(drawHeldOutText(entry, random), { script: entry.script, share: 0 });
      return { script: entry.script, count: buckets.length, ...learner.ask(buckets, label) };
    }).filter(({ count }) => count > 0),
  );
}

const known = readCorpus(positionals[0]);
const learner = train(known);
const scales = fitScales(askHeldOut(known, learner));
writeModel(known, { ...learner, scales, numBuckets, corpus: positionals[0], target: values.out });
