/**
 * The sequences that best fit has begun, with their pieces.
 * Invariant: a sequence is given back once, when it is full or closed; `list` and `reopen` make the same of another that is empty.
 */
import type { TokenIds } from '../shards/token-width.ts';
import { createBestFit } from './best-fit.ts';

export interface OpenSequences {
  readonly numOpen: number;
  /** Puts a piece where it fits best. @returns the pieces of its sequence, where that is full now */
  place(piece: Uint32Array): Uint32Array[] | undefined;
  /** @returns the pieces of the sequence with the least room */
  closeFullest(): Uint32Array[];
  /** The pieces of each, in the order for `reopen`. */
  list(): Uint32Array[][];
  /** Opens a sequence of pieces, which are copied. */
  reopen(pieces: readonly TokenIds[]): void;
}

export function createOpenSequences(sequenceTokens: number): OpenSequences {
  const fit = createBestFit(sequenceTokens);
  const contents = new Map<number, Uint32Array[]>();
  const take = (sequence: number) => {
    const pieces = contents.get(sequence) ?? [];
    contents.delete(sequence);
    return pieces;
  };
  return {
    get numOpen() {
      return fit.numOpen;
    },
    place(piece) {
      const { sequence, isFull } = fit.place(piece.length);
      const pieces = contents.get(sequence);
      if (pieces) pieces.push(piece);
      else contents.set(sequence, [piece]);
      return isFull ? take(sequence) : undefined;
    },
    closeFullest: () => take(fit.closeFullest()),
    list: () => fit.listOpen().map(({ sequence }) => [...(contents.get(sequence) ?? [])]),
    reopen(pieces) {
      const numTokens = pieces.reduce((sum, { length }) => sum + length, 0);
      contents.set(
        fit.reopen(sequenceTokens - numTokens),
        pieces.map((piece) => Uint32Array.from(piece)),
      );
    },
  };
}
