/**
 * A heap of pairs to merge: the highest count first, of equal counts the smallest pair.
 * Invariant: entries may be out of date; who takes one compares its count with the present one and puts it back if they differ.
 */

/** A pair of ids as one number. */
export const pairKey = (left: number, right: number) => left * 2 ** 26 + right;
export const leftOf = (key: number) => Math.floor(key / 2 ** 26);
export const rightOf = (key: number) => key % 2 ** 26;

export interface QueueEntry {
  key: number;
  count: number;
}

export class MergeQueue {
  readonly #entries: QueueEntry[] = [];

  push(entry: QueueEntry): void {
    const entries = this.#entries;
    let at = entries.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = entries[parent];
      if (!above || !isBefore(entry, above)) break;
      entries[at] = above;
      at = parent;
    }
    entries[at] = entry;
  }

  pop(): QueueEntry | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (last && entries.length > 0) this.#sink(last);
    return first;
  }

  /** Lets an entry sink from the top to its place. */
  #sink(entry: QueueEntry): void {
    const entries = this.#entries;
    let at = 0;
    while (true) {
      let below = 2 * at + 1;
      const left = entries[below];
      const right = entries[below + 1];
      if (!left) break;
      if (right && isBefore(right, left)) below += 1;
      const next = entries[below];
      if (!next || !isBefore(next, entry)) break;
      entries[at] = next;
      at = below;
    }
    entries[at] = entry;
  }
}

function isBefore(a: QueueEntry, b: QueueEntry): boolean {
  return a.count === b.count ? a.key < b.key : a.count > b.count;
}
