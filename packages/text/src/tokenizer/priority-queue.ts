/**
 * A binary heap: `pop` gives the entry that comes before all others.
 * Invariant: among entries of which none comes before the other the order is not promised, so callers give a total order.
 */
export class PriorityQueue<Entry> {
  readonly #entries: Entry[] = [];
  readonly #isBefore: (a: Entry, b: Entry) => boolean;

  constructor(isBefore: (a: Entry, b: Entry) => boolean) {
    this.#isBefore = isBefore;
  }

  push(entry: Entry): void {
    const entries = this.#entries;
    let at = entries.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = entries[parent];
      if (above === undefined || !this.#isBefore(entry, above)) break;
      entries[at] = above;
      at = parent;
    }
    entries[at] = entry;
  }

  pop(): Entry | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (last !== undefined && entries.length > 0) this.#sink(last);
    return first;
  }

  /** Lets an entry sink from the top to its place. */
  #sink(entry: Entry): void {
    const entries = this.#entries;
    let at = 0;
    while (true) {
      let below = 2 * at + 1;
      const left = entries[below];
      const right = entries[below + 1];
      if (left === undefined) break;
      if (right !== undefined && this.#isBefore(right, left)) below += 1;
      const next = entries[below];
      if (next === undefined || !this.#isBefore(next, entry)) break;
      entries[at] = next;
      at = below;
    }
    entries[at] = entry;
  }
}
