/** The pieces of a model by their text, as encoders look them up. Invariant: control, unknown and byte pieces are never found in text. */
import type { SentencePieceModel } from './read-model.ts';

export interface PieceIndex {
  model: SentencePieceModel;
  /** Ids of normal, user-defined and unused pieces. */
  ids: ReadonlyMap<string, number>;
  userDefined: ReadonlySet<string>;
  /** Longest user-defined piece, UTF-16 units. */
  mostUserDefined: number;
  /** Longest piece, UTF-16 units. */
  mostUnits: number;
}

export function indexPieces(model: SentencePieceModel): PieceIndex {
  const ids = new Map<string, number>();
  const userDefined = new Set<string>();
  for (const [id, { text, type }] of model.pieces.entries()) {
    if (type === 'normal' || type === 'user-defined' || type === 'unused') ids.set(text, id);
    if (type === 'user-defined') userDefined.add(text);
  }
  const longest = (texts: Iterable<string>) => Math.max(0, ...Array.from(texts, ({ length }) => length));
  return { model, ids, userDefined, mostUserDefined: longest(userDefined), mostUnits: longest(ids.keys()) };
}

/** The longest user-defined piece at a place, or undefined. */
export function findUserDefined({ userDefined, mostUserDefined }: PieceIndex, text: string, at: number) {
  for (let length = Math.min(mostUserDefined, text.length - at); length > 0; length--) {
    const piece = text.slice(at, at + length);
    if (userDefined.has(piece)) return piece;
  }
  return undefined;
}

/** The character at a place. */
export function characterAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}
