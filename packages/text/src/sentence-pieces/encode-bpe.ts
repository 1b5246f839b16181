/**
 * The BPE of SentencePiece (`bpe_model.cc`, 0.2): of all neighbours that make a piece together the best score is merged, leftmost first.
 * Invariant: user-defined pieces are whole from the start and never merged; unused pieces are taken apart again.
 */
import { PriorityQueue } from '../tokenizer/priority-queue.ts';
import { characterAt, findUserDefined, type PieceIndex } from './piece-index.ts';

interface Symbol {
  text: string;
  previous: number;
  next: number;
  isFrozen: boolean;
}

interface Candidate {
  left: number;
  right: number;
  score: number;
  /** Length of both when it was found; another now means that it is out of date. */
  length: number;
}

const isBefore = (a: Candidate, b: Candidate) => (a.score === b.score ? a.left < b.left : a.score > b.score);

function splitSymbols(index: PieceIndex, text: string): Symbol[] {
  const symbols: Symbol[] = [];
  for (let at = 0; at < text.length; ) {
    const own = findUserDefined(index, text, at);
    const piece = own ?? characterAt(text, at);
    const place = symbols.length;
    at += piece.length;
    const next = at < text.length ? place + 1 : -1;
    symbols.push({ text: piece, previous: place - 1, next, isFrozen: own !== undefined });
  }
  return symbols;
}

/** The pieces of a normalised text. */
export function encodeBpe(index: PieceIndex, text: string): string[] {
  const { model, ids } = index;
  const symbols = splitSymbols(index, text);
  const queue = new PriorityQueue(isBefore);
  /** What an unused piece was made of. */
  const parts = new Map<string, [string, string]>();

  function offer(left: number, right: number): void {
    const [a, b] = [symbols[left], symbols[right]];
    if (!a || !b || a.isFrozen || b.isFrozen) return;
    const joined = a.text + b.text;
    const id = ids.get(joined);
    if (id === undefined) return;
    queue.push({ left, right, score: model.pieces[id]?.score ?? 0, length: joined.length });
    if (model.pieces[id]?.type === 'unused') parts.set(joined, [a.text, b.text]);
  }

  for (let at = 1; at < symbols.length; at++) offer(at - 1, at);
  for (let top = queue.pop(); top; top = queue.pop()) {
    const [left, right] = [symbols[top.left], symbols[top.right]];
    if (!left || !right || left.text === '' || right.text === '') continue;
    if (left.text.length + right.text.length !== top.length) continue;
    left.text += right.text;
    left.next = right.next;
    const after = symbols[right.next];
    if (after) after.previous = top.left;
    right.text = '';
    offer(left.previous, top.left);
    offer(top.left, left.next);
  }

  const takeApart = (piece: string): string[] => {
    const id = ids.get(piece);
    const both = id !== undefined && model.pieces[id]?.type === 'unused' ? parts.get(piece) : undefined;
    return both ? both.flatMap(takeApart) : [piece];
  };
  return symbols.flatMap(({ text: piece }) => (piece === '' ? [] : takeApart(piece)));
}
