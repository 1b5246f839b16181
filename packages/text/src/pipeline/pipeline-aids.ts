/**
 * Lists and models that the steps of a scan read from files, beside the recipe.
 * Invariant: a file's content is named by a digest, and all digests together name what a scan depends on; where the files lie does not matter.
 */
import { canonicalJson } from '@slipway/contracts';

export interface AidFile {
  path: string;
  /** Names what it holds: of its bytes where it is laid out for the run, of the whole artifact where it lies in one. */
  digest: string;
}

export interface PipelineAids {
  /** An index that `buildContaminationIndex` made: documents are looked through for its items. */
  contamination?: AidFile & {
    /** Benchmarks that the index holds, so that the card also tells of those that nothing was found of. */
    benchmarks: readonly string[];
  };
  /** JSON of `AddressLists`: documents whose address is on them are refused before they are read. */
  addresses?: AidFile;
  /** A word a line: documents with too many of them are dropped. */
  words?: AidFile;
  /** A model that `encodeByteNgramModel` wrote. */
  perplexity?: AidFile;
  /** A model that `encodeLinearClassifier` wrote. */
  classifier?: AidFile;
}

/** What names the aids' content. */
export function nameAids(aids: PipelineAids): string {
  return canonicalJson(
    Object.fromEntries(Object.entries(aids).map(([name, { digest }]: [string, AidFile]) => [name, digest])),
  );
}
