/**
 * Best fit: where the next piece goes among sequences that have room, the one that it fills most
 * (Ding et al., "Fewer Truncations Improve Language Modeling", 2024, https://arxiv.org/abs/2404.10830).
 * Invariant: depends on the lengths in their order alone; of sequences with equal room the one left last is taken.
 * Refuses: pieces longer than a sequence.
 */
import { invariant } from '@slipway/contracts';
import { createNumberSet } from './number-set.ts';

export interface BestFit {
  /** Sequences that are begun and have room. */
  readonly numOpen: number;
  /** Places a piece. @returns the number of its sequence and whether that is full now */
  place(numTokens: number): { sequence: number; isFull: boolean };
  /** Closes the sequence with the least room. @returns its number, or -1 where none is open */
  closeFullest(): number;
  /** The numbers and rooms of those that are open, in an order in which `reopen` makes the same of an empty one. */
  listOpen(): { sequence: number; room: number }[];
  /** Opens a sequence that has so much room left. @returns its number */
  reopen(room: number): number;
}

/** Begins with no sequence; they are numbered from 0. */
export function createBestFit(sequenceTokens: number): BestFit {
  const rooms = createNumberSet(sequenceTokens + 1);
  /** For each room, the sequences that have it. */
  const stacks = new Map<number, number[]>();
  let numSequences = 0;
  let numOpen = 0;

  function push(sequence: number, room: number): void {
    const stack = stacks.get(room);
    if (stack) stack.push(sequence);
    else stacks.set(room, [sequence]);
    rooms.add(room);
    numOpen += 1;
  }

  function pop(room: number): number {
    const stack = stacks.get(room) as number[];
    const sequence = stack.pop() as number;
    if (stack.length === 0) {
      stacks.delete(room);
      rooms.remove(room);
    }
    numOpen -= 1;
    return sequence;
  }

  return {
    get numOpen() {
      return numOpen;
    },
    place(numTokens) {
      invariant(numTokens > 0 && numTokens <= sequenceTokens, 'a piece fits into a sequence');
      const found = rooms.leastFrom(numTokens);
      const sequence = found < 0 ? numSequences : pop(found);
      if (found < 0) numSequences += 1;
      const room = (found < 0 ? sequenceTokens : found) - numTokens;
      if (room > 0) push(sequence, room);
      return { sequence, isFull: room === 0 };
    },
    closeFullest() {
      const room = rooms.leastFrom(1);
      return room < 0 ? -1 : pop(room);
    },
    listOpen: () =>
      [...stacks]
        .sort(([a], [b]) => a - b)
        .flatMap(([room, sequences]) => sequences.map((sequence) => ({ sequence, room }))),
    reopen(room) {
      const sequence = numSequences;
      numSequences += 1;
      push(sequence, room);
      return sequence;
    },
  };
}
