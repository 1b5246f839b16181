/**
 * What the gateway's journal itself says of one answer: the second witness beside the ledger.
 * Invariant: read from the files, newest first, no further than both its lines; a torn or foreign line is passed over.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type AnswerId, answerRecord, type Digest } from '@slipway/contracts';
import { listJournalFiles } from './journal-files.ts';

export interface JournalledDigests {
  promptDigest?: Digest;
  answerDigest?: Digest;
}

/** @returns digests of question and answer, each as far as the journal has its line */
export async function findJournalledAnswer(directory: string, id: AnswerId): Promise<JournalledDigests> {
  const found: JournalledDigests = {};
  for (const name of (await listJournalFiles(directory)).reverse()) {
    const stream = createReadStream(join(directory, name), 'utf8');
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }))
      if (line.includes(id)) note(line, id, found);
    if (found.promptDigest && found.answerDigest) break;
  }
  return found;
}

function note(line: string, id: AnswerId, found: JournalledDigests): void {
  const record = parseLine(line);
  if (record?.type === 'answer-begun' && record.answerId === id) found.promptDigest = record.promptDigest;
  if (record?.type === 'answer-ended' && record.event.answerId === id)
    found.answerDigest = record.answerDigest;
}

function parseLine(line: string) {
  try {
    return answerRecord.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
