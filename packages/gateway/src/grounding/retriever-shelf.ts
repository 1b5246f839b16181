/**
 * The retrievers of all deployments, each opened when it is first asked for.
 * Invariant: an index is opened once; one that failed to open is tried again with the next request.
 */
import type { Retriever } from './retriever.ts';

export interface RetrieverShelf {
  /** @param directory the index artifact's folder */
  open(directory: string): Promise<Retriever>;
  /** Forgets all indexes but these. */
  keepOnly(directories: ReadonlySet<string>): void;
}

export function createRetrieverShelf(openOne: (directory: string) => Promise<Retriever>): RetrieverShelf {
  const opened = new Map<string, Promise<Retriever>>();
  return {
    open(directory) {
      const known = opened.get(directory);
      if (known !== undefined) return known;
      const opening = openOne(directory);
      opened.set(directory, opening);
      opening.catch(() => opened.delete(directory));
      return opening;
    },
    keepOnly(directories) {
      for (const directory of opened.keys()) if (!directories.has(directory)) opened.delete(directory);
    },
  };
}
