/**
 * All records of an answer journal, for tests to look at.
 */
import type { AnswerRecord } from '@slipway/contracts';
import { listJournalFiles, readJournalPart } from '../journal/journal-files.ts';

export type Begun = Extract<AnswerRecord, { type: 'answer-begun' }>;
export type Ended = Extract<AnswerRecord, { type: 'answer-ended' }>;

export async function readAnswers(directory: string): Promise<{ begun: Begun[]; ended: Ended[] }> {
  const begun: Begun[] = [];
  const ended: Ended[] = [];
  for (const name of await listJournalFiles(directory)) {
    for (const record of (await readJournalPart(directory, name, { offset: 0 })).records) {
      if (record.type === 'answer-begun') begun.push(record);
      else ended.push(record);
    }
  }
  return { begun, ended };
}
