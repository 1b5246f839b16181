/**
 * The language of a document in kernel memory: the script that most of its letters are of, and within a script of several languages the
 * one whose n-grams its words have.
 * Invariant: reads at most `maxSampleBytes` of a document, at places that its length alone decides; `und` goes with confidence 0.
 * Refuses: to guess from fewer than three letters, or where no language of the script reaches `minConfidence`.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { packedLanguageModel } from './generated/language-weights.ts';
import { type LanguageModel, rowDimensions, unpackLanguageModel } from './language-model.ts';
import { letterTable } from './letter-table.ts';
import { maxSampleBytes, sampleWindows } from './sample-windows.ts';
import { languageOfScript, type Script, scripts } from './scripts.ts';

export interface LanguageGuess {
  /** BCP 47: `en`, `zh-Hans`, `zh-Hant`, ...; `und` where it cannot be told. */
  language: string;
  /** 0 to 1: the script's share of the letters, times the model's probability where the script has several languages. */
  confidence: number;
}

export interface LanguageIdentifier {
  /** The tags it can answer with, sorted, without `und`. */
  languages: readonly string[];
  /** The language of `length` bytes of UTF-8 at `pointer`. */
  identify(pointer: number, length: number): LanguageGuess;
}

const undetermined: LanguageGuess = { language: 'und', confidence: 0 };
const minLetters = 3;
const minConfidence = 0.1;
const numCounts = 34;
const simplifiedAt = 32;
const traditionalAt = 33;
const bucketBytesPerByte = 24;
/** A wide letter says as much as four Latin ones; and Latin names, code and addresses stand in texts of every language. */
const weightOfScript = scripts.map((script, number) => {
  if (number === 0) return 0;
  if (script === 'han' || script === 'kana' || script === 'hangul') return 4;
  return script === 'latin' ? 1 : 2;
});
/** Of Japanese letters half are kana; Chinese that quotes Japanese has fewer. */
const minKanaShare = 0.12;
const han = scripts.indexOf('han');
const kana = scripts.indexOf('kana');

interface Heads {
  /** The script's first language, and the one after its last. */
  start: number;
  end: number;
  scale: readonly [number, number];
}

/** Where the languages of each script stand in the model, by the script's number. */
function findHeads({ languages, scales }: LanguageModel): (Heads | undefined)[] {
  return scripts.map((script) => {
    const start = languages.findIndex((entry) => entry.script === script);
    const end = languages.findLastIndex((entry) => entry.script === script) + 1;
    return start < 0 ? undefined : { start, end, scale: scales[script] ?? [0, 0] };
  });
}

let shipped: LanguageModel | undefined;

/** The model that comes with the product, unpacked once. */
export function shippedModel(): LanguageModel {
  shipped ??= unpackLanguageModel(packedLanguageModel);
  return shipped;
}

/** Puts the tables into kernel memory. */
function place(kernels: Kernels, model: LanguageModel) {
  const letters = kernels.reserve(letterTable().byteLength);
  const rows = kernels.reserve(model.rows.length);
  const counts = kernels.reserve(numCounts * 4);
  const sums = kernels.reserve(rowDimensions * 4);
  const buckets = kernels.reserve(maxSampleBytes * bucketBytesPerByte + 64 * 8);
  new Uint32Array(kernels.bytes().buffer, letters).set(letterTable());
  kernels.bytes().set(model.rows as Uint8Array | Int8Array, rows);
  return { letters, rows, counts, sums, buckets };
}

/** The script that most letters are of, each weighed; kana count as Han. */
function chooseScript(counts: Uint32Array): { script: number; share: number; numLetters: number } {
  let [script, most, sum, numLetters] = [0, 0, 0, 0];
  for (let number = 1; number < scripts.length; number += 1) {
    const count = counts[number] ?? 0;
    if (count === 0) continue;
    const weight = count * (weightOfScript[number] ?? 0);
    const own = number === han ? weight + (counts[kana] ?? 0) * (weightOfScript[kana] ?? 0) : weight;
    sum += weight;
    numLetters += count;
    if (own > most) [script, most] = [number, own];
  }
  return { script, share: most / sum, numLetters };
}

function tellHan(counts: Uint32Array): string {
  const numKana = counts[kana] ?? 0;
  if (numKana > ((counts[han] ?? 0) + numKana) * minKanaShare) return 'ja';
  return (counts[traditionalAt] ?? 0) > (counts[simplifiedAt] ?? 0) ? 'zh-Hant' : 'zh-Hans';
}

/**
 * Makes an identifier on kernels; its tables stay there, about 1.5 MB.
 * @param model another model than the one that is shipped
 */
export function createLanguageIdentifier(
  kernels: Kernels,
  model: LanguageModel = shippedModel(),
): LanguageIdentifier {
  const { calls } = kernels;
  const { letters, rows, counts, sums, buckets } = place(kernels, model);
  const headsOf = findHeads(model);
  const logits = new Float64Array(model.languages.length);

  function weigh(pointer: number, length: number, script: number): number {
    let end = buckets;
    for (const { start, length: size } of sampleWindows(length))
      end += 4 * calls.hashWords(pointer + start, size, letters, script, model.numBuckets - 1, end);
    const count = (end - buckets) / 4;
    calls.sumRows(buckets, count, rows, sums);
    return count;
  }

  /** The most likely language of a script, by softmax over the mean row's products with its heads. */
  function tellWithin({ start, end, scale: [base, slope] }: Heads, count: number): LanguageGuess {
    const mean = new Int32Array(kernels.bytes().buffer, sums, rowDimensions);
    let best = start;
    for (let place = start; place < end; place += 1) {
      const head = place * (rowDimensions + 1);
      let product = 0;
      for (let at = 0; at < rowDimensions; at += 1)
        product += (mean[at] ?? 0) * (model.heads[head + at] ?? 0);
      logits[place] = product / count + (model.heads[head + rowDimensions] ?? 0);
      if ((logits[place] ?? 0) > (logits[best] ?? 0)) best = place;
    }
    const scale = Math.exp(base + slope * Math.log(count));
    let sum = 0;
    for (let place = start; place < end; place += 1)
      sum += Math.exp(((logits[place] ?? 0) - (logits[best] ?? 0)) * scale);
    return { language: model.languages[best]?.language ?? 'und', confidence: 1 / sum };
  }

  return {
    languages: listLanguages(model),
    identify(pointer, length) {
      const numbers = new Uint32Array(kernels.bytes().buffer, counts, numCounts);
      numbers.fill(0);
      for (const { start, length: size } of sampleWindows(length))
        calls.countScripts(pointer + start, size, letters, counts);
      const { script, share, numLetters } = chooseScript(numbers);
      if (numLetters < minLetters && script !== han && script !== kana) return undetermined;
      if (script === han || script === kana) return { language: tellHan(numbers), confidence: round(share) };
      const heads = headsOf[script];
      const name: Script = scripts[script] ?? 'none';
      if (!heads) return { language: languageOfScript[name] ?? 'und', confidence: round(share) };
      const { language, confidence } = tellWithin(heads, weigh(pointer, length, script));
      return confidence < minConfidence ? undetermined : { language, confidence: round(confidence * share) };
    },
  };
}

/** All tags that an identifier with the model may answer with, sorted, without `und`. */
export function listLanguages(model: LanguageModel): readonly string[] {
  const told = model.languages.map(({ language }) => language);
  return [...told, ...Object.values(languageOfScript), 'ja', 'zh-Hans', 'zh-Hant'].sort();
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
