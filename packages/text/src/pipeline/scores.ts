/**
 * What lists and models say of a document, kept beside its row of columns so that a bound can be moved without reading the text again.
 * Invariant: a part has the columns that its recipe asks for, in this order; a document that did not get so far has NaN.
 */
import type { Row } from '../quality/measure.ts';
import type { PipelineAids } from './pipeline-aids.ts';

export const scoreNames = [
  /** How often words of the list stand in it. */
  'listedWords',
  /** Share of its bytes that stand in words of the list. */
  'listedShare',
  /** Under the n-gram model, a byte. */
  'perplexity',
  /** The classifier's estimate that it is good, 0 to 1. */
  'qualityScore',
] as const;
export type ScoreName = (typeof scoreNames)[number];

/** The scores that aids give, in order. */
export function listScores({ words, perplexity, classifier }: PipelineAids): ScoreName[] {
  return scoreNames.filter((name) => {
    if (name === 'perplexity') return perplexity !== undefined;
    return name === 'qualityScore' ? classifier !== undefined : words !== undefined;
  });
}

/** The row of a document's scores. @param scoreOf a score by its name, nothing where it was not measured */
export function layScores(scoreOf: (name: ScoreName) => number | undefined): Row {
  return Float64Array.from(scoreNames, (name) => scoreOf(name) ?? Number.NaN);
}

/** Reads rows of scores out of numbers that lie document after document. @param names what the numbers are, in their order */
export function createScoreReader(
  names: readonly ScoreName[],
  numbers: Float64Array,
): (document: number) => Row {
  const places = scoreNames.map((name) => names.indexOf(name));
  return (document) =>
    Float64Array.from(places, (place) =>
      place < 0 ? Number.NaN : (numbers[document * names.length + place] ?? Number.NaN),
    );
}
