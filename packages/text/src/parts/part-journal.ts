/**
 * The journal of a stretch of input: which of its parts are made, and how far into the input each reaches.
 *
 *   line 1    {"format":"slipway-journal/1","key":…}   what the parts depend on: input, recipe, version
 *   line n    {"place":0,"start":0,"end":33554432,…}   one part; its file was durable before its line was written
 *
 * Invariant: lines are durable when `append` resolves; entries follow each other without gap. A torn last line counts as not written, and a
 * journal of another key as none: what it tells of is made again.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { invariant } from '@slipway/contracts';
import type { PartFacts } from './part-file.ts';

export interface JournalEntry {
  /** Number of the part, from 0. */
  place: number;
  /** Offsets in the unpacked input, in bytes; `end` is where the next part begins. */
  start: number;
  end: number;
  facts: PartFacts;
}

export interface PartJournal {
  /** What is made already, in order. */
  readonly entries: readonly JournalEntry[];
  /** Where the next part begins. */
  readonly nextStart: number;
  /** Records the next part, whose file is durable. */
  append(entry: Omit<JournalEntry, 'place' | 'start'>): Promise<JournalEntry>;
  close(): Promise<void>;
}

const format = 'slipway-journal/1';

/**
 * Opens a journal, made where there is none.
 * @param key of what the parts depend on
 * @param start offset at which the first part begins
 */
export async function openPartJournal(path: string, key: string, start = 0): Promise<PartJournal> {
  const file = await open(path, 'a+');
  try {
    const text = (await file.readFile()).toString('utf8');
    const head = `${JSON.stringify({ format, key })}\n`;
    const { entries, numBytes } = readEntries(text, head, start);
    await file.truncate(numBytes);
    if (numBytes === 0) await file.appendFile(head);
    await file.datasync();
    return bindFile(file, entries, start);
  } catch (error) {
    await file.close();
    throw error;
  }
}

function readEntries(
  text: string,
  head: string,
  start: number,
): { entries: JournalEntry[]; numBytes: number } {
  if (!text.startsWith(head)) return { entries: [], numBytes: 0 };
  const entries: JournalEntry[] = [];
  let numBytes = Buffer.byteLength(head);
  for (const line of text.slice(head.length).split('\n').slice(0, -1)) {
    const entry = parseEntry(line);
    if (entry?.place !== entries.length || entry.start !== (entries.at(-1)?.end ?? start)) break;
    entries.push(entry);
    numBytes += Buffer.byteLength(line) + 1;
  }
  return { entries, numBytes };
}

function parseEntry(line: string): JournalEntry | undefined {
  try {
    const entry = JSON.parse(line) as Partial<JournalEntry>;
    const isWhole = [entry.place, entry.start, entry.end].every(Number.isSafeInteger) && entry.facts;
    return isWhole ? (entry as JournalEntry) : undefined;
  } catch {
    return undefined;
  }
}

function bindFile(file: FileHandle, entries: JournalEntry[], start: number): PartJournal {
  const nextStart = () => entries.at(-1)?.end ?? start;
  return {
    entries,
    get nextStart() {
      return nextStart();
    },
    async append({ end, facts }) {
      invariant(end > nextStart(), 'a part reaches further than the one before');
      const entry = { place: entries.length, start: nextStart(), end, facts };
      await file.appendFile(`${JSON.stringify(entry)}\n`);
      await file.datasync();
      entries.push(entry);
      return entry;
    },
    close: () => file.close(),
  };
}
