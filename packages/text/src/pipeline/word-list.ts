/**
 * Words numbered in the order in which they come, so that a column can hold numbers in their place.
 */
export interface WordList {
  readonly words: readonly string[];
  /** The word's number, from 0. */
  placeOf(word: string): number;
}

export function createWordList(): WordList {
  const places = new Map<string, number>();
  const words: string[] = [];
  return {
    words,
    placeOf(word) {
      const place = places.get(word) ?? words.push(word) - 1;
      places.set(word, place);
      return place;
    },
  };
}
