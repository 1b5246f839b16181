/**
 * Turns all parts into token shards: parts are tokenised on threads, and written in the order of the input.
 * Invariant: the shards depend on the parts, the decisions and the vocabulary alone, not on the number of threads. Cut off anywhere, the
 * next call goes on after the last full shard.
 */
import { join } from 'node:path';
import { type JournalEntry, openPartJournal, type PartJournal } from '../parts/part-journal.ts';
import type { TokenShardWriter } from '../shards/write-token-shards.ts';
import { runPool } from '../threads/run-pool.ts';
import type { DuplicateDecisions } from './decide-duplicates.ts';
import { addLanguages, type LanguageTable, parseLanguages, printLanguages } from './language-table.ts';
import type { PartReference } from './list-parts.ts';
import type { TokenisedPart, TokeniseJob } from './tokenise-part.ts';
import type { TokeniseThreadData } from './tokenise-thread.ts';

export interface WriteTokensOptions extends TokeniseThreadData {
  parts: readonly PartReference[];
  decisions: DuplicateDecisions;
  writer: TokenShardWriter;
  /** Folder of the journal. */
  folder: string;
  /** Names all that the tokens depend on. */
  key: string;
  numThreads: number;
  /** Told of the documents of each part as it is written. */
  onProgress?: ((numDocuments: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

interface PartJob extends TokeniseJob {
  /** Documents of the part that are written already. */
  numDone: number;
}

/** Of the threads that turn parts into ids. */
export const tokeniseScript = new URL('../../dist/pipeline/tokenise-thread.js', import.meta.url);

/** @returns what there is of each language in all parts */
export async function writeTokens(options: WriteTokensOptions): Promise<LanguageTable> {
  const journal = await openPartJournal(join(options.folder, 'tokens.journal'), options.key);
  try {
    await tokeniseParts(journal, options);
    return journal.entries.reduce((sum, { facts }) => addLanguages(sum, parseLanguages(facts.languages)), {});
  } finally {
    await journal.close();
  }
}

async function tokeniseParts(journal: PartJournal, options: WriteTokensOptions): Promise<void> {
  const { parts, writer, tokenizerPath, endOfText, numThreads, onProgress, signal } = options;
  const jobs = planJobs(options, journal.entries);
  const first = parts.length - jobs.length;
  await runPool<TokeniseJob, TokenisedPart>({
    script: tokeniseScript,
    threadData: { tokenizerPath, endOfText } satisfies TokeniseThreadData,
    numThreads,
    jobs,
    isInOrder: true,
    signal,
    async onResult({ ids, documentEnds, languages }, place) {
      const start = jobs[place]?.numDone ?? 0;
      const from = documentEnds[start - 1] ?? 0;
      const ends = documentEnds.subarray(start).map((end) => end - from);
      await writer.append(ids.subarray(from), ends);
      if (first + place === journal.entries.length)
        await journal.append({
          next: first + place + 1 === parts.length ? null : { piece: first + place + 1, from: 0 },
          facts: { languages: printLanguages(languages) },
        });
      onProgress?.(documentEnds.length);
    },
  });
}

/** The parts from the first one on that is not wholly written. */
function planJobs(
  { parts, decisions, writer }: WriteTokensOptions,
  entries: readonly JournalEntry[],
): PartJob[] {
  let numDone = writer.numDocumentsDone;
  const jobs: PartJob[] = [];
  for (const { number, path, facts } of parts) {
    const { exact, near, emptied = new Map() } = decisions.of(number);
    const numDocuments = facts.numKept - exact.size - near.size - emptied.size;
    const isWritten = jobs.length === 0 && numDone >= numDocuments && number < entries.length;
    if (!isWritten)
      jobs.push({
        path,
        duplicates: [...exact.keys(), ...near.keys(), ...emptied.keys()],
        numDone: Math.min(numDone, numDocuments),
      });
    numDone -= Math.min(numDone, numDocuments);
  }
  return jobs;
}
