/**
 * A linear quality classifier: logistic regression over hashed n-grams of bytes (4 to 6) and hashed words, trained by stochastic gradient
 * descent on the user's good and bad examples (features hashed as in Weinberger et al., 2009, https://arxiv.org/abs/0902.2206).
 * Invariant: deterministic: the order of the examples and the seed fix every weight. A text's features are weighted to length 1, so
 * long and short texts compare.
 * Refuses: to train on one class only.
 */
import { SlipwayError } from '@slipway/contracts';
import { drop, keep, type QualityVerdict } from '../rule.ts';
import { decodeModel, encodeModel } from './model-file.ts';

export interface LinearExamples {
  good: readonly Uint8Array[];
  bad: readonly Uint8Array[];
}

export interface LinearOptions {
  /** Weights as a power of two. */
  weightBits?: number;
  epochs?: number;
  learningRate?: number;
  seed?: number;
}

export interface LinearClassifier {
  /** As trained; may be stored and given to `createLinearClassifier`. */
  weights: Float32Array;
  bias: number;
  /** The estimated probability that the text is good, 0 to 1. */
  score(bytes: Uint8Array): number;
}

interface Features {
  /** Valid until the next text's are found. */
  places: Uint32Array;
  value: number;
}

interface Header {
  format: 'slipway-linear-classifier/1';
  weightBits: number;
  bias: number;
}

const format = 'slipway-linear-classifier/1';
const maxFeatureBytes = 20_000;
/** N-grams of 4 to 6 bytes, and words, which have a byte behind them. */
const featuresPerByte = 4;
const wordStart = 0x811c9dc5 | 0;
const lowerCase = (byte: number) => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte);
const isWordByte = (byte: number) =>
  byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a);

/** Makes a finder of the features of a text's first 20,000 bytes; one that occurs again counts again. */
function createFeatureFinder(mask: number): (bytes: Uint8Array) => Features {
  const places = new Uint32Array(maxFeatureBytes * featuresPerByte);
  return (bytes) => {
    const length = Math.min(bytes.length, maxFeatureBytes);
    let numPlaces = 0;
    let word = wordStart;
    for (let at = 0; at < length; at += 1) {
      const byte = lowerCase(bytes[at] as number);
      if (isWordByte(byte)) word = Math.imul(word ^ byte, 0x01000193);
      else if (word !== wordStart) {
        places[numPlaces++] = (word ^ (word >>> 15)) & mask;
        word = wordStart;
      }
      let hash = 0x9e3779b1 | 0;
      for (let back = 0; back < 6 && back <= at; back += 1) {
        hash = Math.imul(hash ^ lowerCase(bytes[at - back] as number), 0x85ebca6b);
        hash ^= hash >>> 13;
        if (back >= 3) places[numPlaces++] = (hash ^ (hash >>> 16)) & mask;
      }
    }
    return { places: places.subarray(0, numPlaces), value: 1 / Math.sqrt(Math.max(1, numPlaces)) };
  };
}

function estimate({ places, value }: Features, weights: Float32Array, bias: number): number {
  let sum = 0;
  for (const place of places) sum += weights[place] as number;
  return 1 / (1 + Math.exp(-(sum * value + bias)));
}

/** A classifier from weights that were trained before. */
export function createLinearClassifier(weights: Float32Array, bias: number): LinearClassifier {
  const findFeatures = createFeatureFinder(weights.length - 1);
  return { weights, bias, score: (bytes) => estimate(findFeatures(bytes), weights, bias) };
}

/** A classifier as bytes for a file. */
export function encodeLinearClassifier({ weights, bias }: LinearClassifier): Uint8Array {
  return encodeModel({ format, weightBits: Math.log2(weights.length), bias } satisfies Header, [weights]);
}

/** @throws SlipwayError `artifact-corrupt` where the bytes are something else */
export function decodeLinearClassifier(bytes: Uint8Array): LinearClassifier {
  const { header, tables } = decodeModel<Header>(
    bytes,
    format,
    ({ weightBits }, numBytes) => numBytes === 2 ** weightBits * 4,
  );
  return createLinearClassifier(new Float32Array(tables), header.bias);
}

/** Indices 0 to `count` in an order that the seed fixes. */
function shuffle(count: number, seed: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  let state = (seed + 1) >>> 0;
  for (let at = count - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}

/** @throws SlipwayError when a class has no example */
export function trainLinearClassifier(
  { good, bad }: LinearExamples,
  { weightBits = 18, epochs = 5, learningRate = 1, seed = 1 }: LinearOptions = {},
): LinearClassifier {
  if (good.length === 0 || bad.length === 0) {
    throw new SlipwayError({
      code: 'argument-invalid',
      message: 'A classifier needs good and bad examples.',
      hint: 'Give at least one of each.',
    });
  }
  const weights = new Float32Array(2 ** weightBits);
  const texts = [...good, ...bad];
  // Both classes weigh the same, however many examples each has.
  const balance = { good: texts.length / (2 * good.length), bad: texts.length / (2 * bad.length) };
  const findFeatures = createFeatureFinder(weights.length - 1);
  let bias = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const rate = learningRate / (1 + epoch);
    for (const index of shuffle(texts.length, seed + epoch)) {
      const features = findFeatures(texts[index] ?? new Uint8Array());
      const isGood = index < good.length;
      const error = (isGood ? 1 : 0) - estimate(features, weights, bias);
      const step = rate * error * (isGood ? balance.good : balance.bad);
      for (const place of features.places) weights[place] = (weights[place] ?? 0) + step * features.value;
      bias += step * 0.1;
    }
  }
  return createLinearClassifier(weights, bias);
}

/** Drops a text whose score is below the least. */
export function judgeScore(score: number, minScore: number): QualityVerdict {
  return score < minScore ? drop('quality_score') : keep;
}
