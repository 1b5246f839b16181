/**
 * The Unigram model of SentencePiece (`unigram_model.cc`, 0.2): the way through the text with the best sum of scores.
 * Invariant: sums are of single precision, as in the original, so that near ties fall the same way.
 */
import { characterAt, type PieceIndex } from './piece-index.ts';

const unknownPenalty = 10;
const encoder = new TextEncoder();

interface Step {
  from: number;
  score: number;
}

/** Scores of a model that do not depend on the text. */
function scoreBounds({ model }: PieceIndex) {
  const scores = model.pieces.filter(({ type }) => type === 'normal').map(({ score }) => score);
  const lowest = scores.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const highest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return { unknown: Math.fround(lowest - unknownPenalty), highest };
}

/** @returns a function from a normalised text to its pieces */
export function createUnigramEncoder(index: PieceIndex): (text: string) => string[] {
  const { model, ids, mostUnits } = index;
  const { unknown, highest } = scoreBounds(index);

  function scoreOf(text: string): number | undefined {
    const id = ids.get(text);
    const piece = id === undefined ? undefined : model.pieces[id];
    if (!piece || piece.type === 'unused') return undefined;
    if (piece.type !== 'user-defined') return piece.score;
    return Math.fround(encoder.encode(text).length * highest - 0.1);
  }

  function findBest(text: string): (Step | undefined)[] {
    const best: (Step | undefined)[] = Array.from({ length: text.length + 1 });
    best[0] = { from: 0, score: 0 };
    const offer = (from: number, to: number, score: number) => {
      const total = Math.fround(score + (best[from]?.score ?? 0));
      const present = best[to];
      if (!present || total > present.score) best[to] = { from, score: total };
    };
    for (let at = 0; at < text.length; ) {
      const size = characterAt(text, at).length;
      let hasSingle = false;
      for (let to = at + 1; to <= Math.min(text.length, at + mostUnits); to++) {
        const score = scoreOf(text.slice(at, to));
        if (score === undefined) continue;
        offer(at, to, score);
        hasSingle ||= to === at + size;
      }
      if (!hasSingle) offer(at, at + size, unknown);
      at += size;
    }
    return best;
  }

  return (text) => {
    const best = findBest(text);
    const pieces: string[] = [];
    for (let to = text.length; to > 0; ) {
      const from = best[to]?.from ?? 0;
      pieces.push(text.slice(from, to));
      to = from;
    }
    return pieces.reverse();
  };
}
