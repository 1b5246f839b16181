/**
 * Disjoint sets over the numbers 0 to n - 1.
 * Invariant: the root of a set is its smallest member, whatever the order of unions; finds are near constant (path halving).
 */

export class UnionFind {
  readonly #parents: Uint32Array;

  constructor(numMembers: number) {
    this.#parents = Uint32Array.from({ length: numMembers }, (_, index) => index);
  }

  /** The smallest member of the set that holds `member`. */
  find(member: number): number {
    let at = member;
    for (;;) {
      const parent = this.#parents[at] ?? at;
      if (parent === at) return at;
      const grandparent = this.#parents[parent] ?? parent;
      this.#parents[at] = grandparent;
      at = grandparent;
    }
  }

  /** Joins the sets of two members. */
  union(a: number, b: number): void {
    const left = this.find(a);
    const right = this.find(b);
    this.#parents[Math.max(left, right)] = Math.min(left, right);
  }
}
