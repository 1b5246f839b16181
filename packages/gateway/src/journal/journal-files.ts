/**
 * The files of an answer journal: `NNNNNN.jsonl`, written one after another, never changed behind their end.
 * Invariant: only whole lines are read; a line that is no record is skipped and counted, a torn last line is left for later.
 */
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnswerRecord, answerRecord } from '@slipway/contracts';

const pattern = /^\d{6,}\.jsonl$/;

/** Names of the journal's files, oldest first; none where the folder is missing. */
export async function listJournalFiles(directory: string): Promise<string[]> {
  try {
    const names = await readdir(directory);
    return names.filter((name) => pattern.test(name)).sort((a, b) => numberOf(a) - numberOf(b));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export function numberOf(name: string): number {
  return Number.parseInt(name, 10);
}

export interface JournalPart {
  records: AnswerRecord[];
  /** Where to go on reading: behind the last whole line. */
  nextOffset: number;
  numInvalid: number;
}

/**
 * Reads whole lines of one file from a byte offset on.
 * @param maxBytes reads no more at once; a longer line than that is never written
 */
export async function readJournalPart(
  directory: string,
  name: string,
  { offset, maxBytes = 4 * 1024 * 1024 }: { offset: number; maxBytes?: number },
): Promise<JournalPart> {
  const file = await open(join(directory, name), 'r');
  try {
    const buffer = Buffer.alloc(maxBytes);
    const { bytesRead } = await file.read(buffer, 0, maxBytes, offset);
    const end = buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
    const part: JournalPart = { records: [], nextOffset: offset + end, numInvalid: 0 };
    for (const line of buffer.toString('utf8', 0, end).split('\n')) {
      if (line === '') continue;
      const record = parseRecord(line);
      if (record === undefined) part.numInvalid += 1;
      else part.records.push(record);
    }
    return part;
  } finally {
    await file.close();
  }
}

/**
 * Reads all whole lines of one file from a byte offset on; costs one look at its size where there are none.
 * @returns where to go on reading
 */
export async function readNewRecords(
  directory: string,
  name: string,
  { offset, onRecord }: { offset: number; onRecord: (record: AnswerRecord) => void },
): Promise<number> {
  let nextOffset = offset;
  while ((await stat(join(directory, name))).size > nextOffset) {
    const part = await readJournalPart(directory, name, { offset: nextOffset });
    for (const record of part.records) onRecord(record);
    if (part.nextOffset === nextOffset) break;
    nextOffset = part.nextOffset;
  }
  return nextOffset;
}

function parseRecord(line: string): AnswerRecord | undefined {
  try {
    return answerRecord.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
