/**
 * Sums of counts by word, printed as `word:count` so that a part's facts can hold them.
 * Invariant: printed in the order of the words; printing and adding again loses nothing.
 */
export interface WordSums {
  add(counts: Readonly<Record<string, number>>): void;
  addPrinted(entries: readonly string[]): void;
  print(): string[];
  toRecord(): Record<string, number>;
}

export function createWordSums(): WordSums {
  const sums = new Map<string, number>();
  const addOne = (word: string, count: number) => sums.set(word, (sums.get(word) ?? 0) + count);
  const sorted = () => [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    add(counts) {
      for (const [word, count] of Object.entries(counts)) addOne(word, count);
    },
    addPrinted(entries) {
      for (const entry of entries) {
        const cut = entry.lastIndexOf(':');
        addOne(entry.slice(0, cut), Number(entry.slice(cut + 1)));
      }
    },
    print: () => sorted().map(([word, count]) => `${word}:${count}`),
    toRecord: () => Object.fromEntries(sorted()),
  };
}
