/**
 * Turns the kept documents of one task's parts into ids, a file a part.
 * Invariant: a file is there whole or not at all; cut off, the task makes those that are missing.
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { invariant } from '@slipway/contracts';
import { openPart, type PartFacts, writePart } from '../parts/part-file.ts';
import type { DuplicateDecisions } from '../pipeline/decide-duplicates.ts';
import {
  addLanguages,
  type LanguageTable,
  parseLanguages,
  printLanguages,
} from '../pipeline/language-table.ts';
import type { PartReference } from '../pipeline/list-parts.ts';
import type { TokenisedPart, TokeniseJob } from '../pipeline/tokenise-part.ts';
import type { TokeniseThreadData } from '../pipeline/tokenise-thread.ts';
import { tokeniseScript } from '../pipeline/write-tokens.ts';
import { bytesOf, copyIds, makeIds, type TokenIds, tokenBytesOf } from '../shards/token-width.ts';
import { runPool } from '../threads/run-pool.ts';
import { listTrimmedParts } from './repeat-tasks.ts';
import type { TaskContext } from './task-context.ts';
import { tokensPath } from './task-folder.ts';
import type { TaskFacts } from './task-record.ts';

export async function tokensTask(context: TaskContext): Promise<TaskFacts> {
  const { folder, task } = context;
  const { parts, decisions } = await listTrimmedParts(context, task);
  await mkdir(dirname(tokensPath(folder, 0)), { recursive: true });
  await tokeniseMissing(parts, decisions, context);
  const made: PartFacts[] = [];
  for (const { number } of parts) made.push(await readFacts(tokensPath(folder, number)));
  const languages = made.reduce<LanguageTable>(
    (sum, facts) => addLanguages(sum, parseLanguages(facts.languages)),
    {},
  );
  return {
    numTokens: made.map((facts) => Number(facts.numTokens)),
    numDocuments: made.map((facts) => Number(facts.numDocuments)),
    languages: printLanguages(languages),
  };
}

/** The ids of a part, and where its documents end. */
export async function readPartTokens(
  folder: string,
  part: number,
): Promise<{ ids: TokenIds; documentEnds: Uint32Array }> {
  const opened = await openPart(tokensPath(folder, part));
  try {
    const [ids, ends] = [await opened.readSection('ids'), await opened.readSection('documentEnds')];
    const words = ids.buffer as ArrayBuffer;
    return {
      ids: opened.facts.tokenBytes === 2 ? new Uint16Array(words) : new Uint32Array(words),
      documentEnds: new Uint32Array(ends.buffer as ArrayBuffer),
    };
  } finally {
    await opened.close();
  }
}

/** Where the documents of a part end, without reading its ids. */
export async function readDocumentEnds(folder: string, part: number): Promise<Uint32Array> {
  const opened = await openPart(tokensPath(folder, part));
  try {
    return new Uint32Array((await opened.readSection('documentEnds')).buffer as ArrayBuffer);
  } finally {
    await opened.close();
  }
}

async function tokeniseMissing(
  parts: readonly PartReference[],
  decisions: DuplicateDecisions,
  { plan, folder, numThreads, onProgress, signal }: TaskContext,
): Promise<void> {
  const { tokenizer } = plan;
  invariant(tokenizer, 'a plan with tokens has a tokenizer');
  const missing: PartReference[] = [];
  for (const part of parts) {
    const facts = await readFacts(tokensPath(folder, part.number)).catch(() => undefined);
    if (facts?.plan !== plan.digest) missing.push(part);
  }
  const jobs = missing.map(({ number, path }): TokeniseJob => {
    const { exact, near, emptied = new Map() } = decisions.of(number);
    return { path, duplicates: [...exact.keys(), ...near.keys(), ...emptied.keys()] };
  });
  const { path: tokenizerPath, endOfText, vocabularySize } = tokenizer;
  let done = parts.length - missing.length;
  await runPool<TokeniseJob, TokenisedPart>({
    script: tokeniseScript,
    threadData: { tokenizerPath, endOfText } satisfies TokeniseThreadData,
    numThreads,
    jobs,
    signal,
    async onResult(made, place) {
      const path = tokensPath(folder, missing[place]?.number ?? 0);
      await writeTokens(path, made, { plan: plan.digest, vocabularySize });
      done += 1;
      onProgress?.({ done, total: parts.length, unit: 'parts' });
    },
  });
}

async function writeTokens(
  path: string,
  { ids, documentEnds, languages }: TokenisedPart,
  { plan, vocabularySize }: { plan: string; vocabularySize: number },
): Promise<void> {
  const tokenBytes = tokenBytesOf(vocabularySize);
  const packed = makeIds(ids.length, tokenBytes);
  copyIds(ids, packed, { at: 0, vocabularySize });
  await writePart(path, {
    facts: {
      plan,
      tokenBytes,
      numTokens: ids.length,
      numDocuments: documentEnds.length,
      languages: printLanguages(languages),
    },
    sections: [
      { name: 'ids', bytes: bytesOf(packed) },
      { name: 'documentEnds', bytes: bytesOf(documentEnds) },
    ],
  });
}

async function readFacts(path: string): Promise<PartFacts> {
  const part = await openPart(path);
  await part.close();
  return part.facts;
}
