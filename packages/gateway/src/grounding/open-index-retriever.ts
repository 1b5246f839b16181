/**
 * Retrieval from the files of an index artifact: `passages.jsonl` and the full-text index under `search/`.
 * Invariant: an index is immutable, so it is read once and kept; a passage is returned only if it holds words of the question.
 */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Passage, passage } from '@slipway/contracts';
import { loadSearchIndex, querySearchIndex, type SearchIndexFile, searchIndexFiles } from '@slipway/text';
import type { Retriever } from './retriever.ts';
import { findTellingTerms, selectPassages } from './select-passages.ts';

/** Looked through for each passage wanted: the best of a search are often neighbours under one heading. */
const numCandidatesEach = 50;

/**
 * Opens the index in a folder.
 * @throws SlipwayError `text-index-invalid`
 */
export async function openIndexRetriever(directory: string): Promise<Retriever> {
  const files: Partial<Record<SearchIndexFile, Uint8Array>> = {};
  for (const name of searchIndexFiles) files[name] = await readFile(join(directory, 'search', name));
  const index = loadSearchIndex(files as Record<SearchIndexFile, Uint8Array>);
  const passages = await readPassages(join(directory, 'passages.jsonl'));
  return {
    async search(question, limit) {
      const telling = findTellingTerms(question);
      if (telling.size === 0) return [];
      const hits = querySearchIndex(index, question, { limit: limit * numCandidatesEach });
      const found = hits.flatMap(({ id, score }) => {
        const one = passages.get(id);
        return one === undefined ? [] : [{ ...one, score }];
      });
      return selectPassages(found, telling, limit);
    },
  };
}

async function readPassages(path: string): Promise<Map<string, Passage>> {
  const passages = new Map<string, Passage>();
  for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
    if (line === '') continue;
    const parsed = passage.parse(JSON.parse(line));
    passages.set(parsed.id, parsed);
  }
  return passages;
}
