/**
 * The model that tells languages of one script apart: a row of 16 signed bytes for each bucket of hashed n-grams, and for each language a
 * direction that the mean row is measured along, as fastText does (https://arxiv.org/abs/1607.01759).
 * Invariant: the number of buckets is a power of two; languages of one script stand together.
 * Refuses: bytes of another length than their languages and buckets ask for.
 */
import { SlipwayError } from '@slipway/contracts';
import type { Script } from './scripts.ts';

/** Numbers of a row. */
export const rowDimensions = 16;

export interface LanguageModel {
  /** Language tags (BCP 47) in the order of `heads`, with the script each is told from. */
  languages: readonly { language: string; script: Script }[];
  numBuckets: number;
  /** `numBuckets` rows. */
  rows: Int8Array;
  /** For each language 16 weights and what is added to them, in units of a mean row's numbers. */
  heads: Float32Array;
  /** By script `[a, b]`: logits of n n-grams are multiplied by exp(a + b ln n), so that probabilities come true; by 1 where it is missing. */
  scales: Partial<Record<Script, readonly [number, number]>>;
}

export interface PackedLanguageModel {
  /** Tags by script, in order. */
  languages: Partial<Record<Script, string>>;
  scales?: Partial<Record<Script, readonly [number, number]>>;
  numBuckets: number;
  /** Base64 of the heads as little-endian float32, then of the rows. */
  data: string;
}

/** Reads a packed model. @throws SlipwayError `argument-invalid` where its data has not the length that it should */
export function unpackLanguageModel({
  languages,
  scales = {},
  numBuckets,
  data,
}: PackedLanguageModel): LanguageModel {
  const listed = (Object.entries(languages) as [Script, string][]).flatMap(([script, tags]) =>
    tags.split(' ').map((language) => ({ language, script })),
  );
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const headBytes = listed.length * (rowDimensions + 1) * 4;
  if (bytes.length !== headBytes + numBuckets * rowDimensions) {
    throw new SlipwayError({
      code: 'argument-invalid',
      message: `a language model of ${listed.length} languages has ${bytes.length} bytes`,
      hint: 'Make it again with tools/language/train-model.mjs.',
    });
  }
  const view = new DataView(bytes.buffer);
  const heads = Float32Array.from({ length: headBytes / 4 }, (_, at) => view.getFloat32(at * 4, true));
  return { languages: listed, scales, numBuckets, heads, rows: new Int8Array(bytes.buffer, headBytes) };
}
