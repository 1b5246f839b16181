// Writes a trained model as a source file: rows as signed bytes of one scale, which the heads take over.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { numDimensions } from './learner.mjs';
import { modelLanguages } from './model-languages.mjs';

const shipped = new URL(
  '../../packages/text/src/language-identification/generated/language-weights.ts',
  import.meta.url,
);
/** The share of numbers that a signed byte holds without being cut. */
const heldShare = 0.9999;

function pack({ rows, heads }) {
  const sizes = Float32Array.from(rows, Math.abs).sort();
  const unit = sizes[Math.floor(sizes.length * heldShare)] / 127;
  const bytes = Int8Array.from(rows, (value) => Math.max(-127, Math.min(127, Math.round(value / unit))));
  const scaled = heads.map((weight, at) =>
    at % (numDimensions + 1) === numDimensions ? weight : weight * unit,
  );
  return Buffer.concat([Buffer.from(scaled.buffer), Buffer.from(bytes.buffer)]).toString('base64');
}

function wrap(line) {
  return (line.match(/.{1,130}(?:, |$)/g) ?? []).map((part) => ` * ${part.trim()}`);
}

export function writeModel(known, { rows, heads, scales, numBuckets, corpus, target }) {
  const sources = JSON.parse(readFileSync(join(corpus, 'sources.json'), 'utf8'));
  const versions = Object.entries(sources).map(([name, version]) => `${name} ${version}`);
  const numLines = known.reduce((sum, { lines }) => sum + lines.length, 0);
  writeFileSync(
    target ?? fileURLToPath(shipped),
    [
      '/**',
      ' * Weights of the languages. Made by tools/language/train-model.mjs from frequencies of words (the lists of wordfreq 3.1.1, CC BY-SA 4.0,',
      ' * by Robyn Speer, https://github.com/rspeer/wordfreq) and from the text of these packages of Debian 12, of which',
      ` * ${known.length} languages had ${numLines} different lines:`,
      ...wrap(versions.join(', ')),
      ' */',
      "import type { PackedLanguageModel } from '../language-model.ts';",
      '',
      'export const packedLanguageModel: PackedLanguageModel = {',
      '  languages: {',
      ...Object.entries(modelLanguages).map(([script, tags]) => `    ${script}: '${tags}',`),
      '  },',
      '  scales: {',
      ...Object.entries(scales).map(([script, pair]) => `    ${script}: [${pair.join(', ')}],`),
      '  },',
      `  numBuckets: ${numBuckets},`,
      `  data: '${pack({ rows, heads })}',`,
      '};',
      '',
    ].join('\n'),
  );
}
