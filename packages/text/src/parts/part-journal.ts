/**
 * The journal of a stretch of input: which of its parts are made, and how far into the input each reaches.
 *
 *   line 1    {"format":"slipway-journal/2","key":…}         what the parts depend on: input, recipe, version
 *   line n    {"place":0,"next":{"piece":0,"from":9},…}      one part; its file was durable before its line was written
 *
 * Invariant: lines are durable when `append` resolves; entries follow each other without gap. A torn last line counts as not written, and a
 * journal of another key as none: what it tells of is made again.
 */
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { invariant } from '@slipway/contracts';
import type { PartFacts } from './part-file.ts';

/** A position in the input: a piece of it, and where in the piece, as its reader counts. */
export interface InputPosition {
  piece: number;
  from: number;
}

export interface JournalEntry {
  /** Number of the part, from 0. */
  place: number;
  /** Where the next part begins; null where this was the last. */
  next: InputPosition | null;
  facts: PartFacts;
}

export interface PartJournal {
  /** What is made already, in order. */
  readonly entries: readonly JournalEntry[];
  /** Where the next part begins; null where all are made. */
  readonly next: InputPosition | null;
  /** Records the next part, whose file is durable. */
  append(entry: Omit<JournalEntry, 'place'>): Promise<JournalEntry>;
  close(): Promise<void>;
}

const format = 'slipway-journal/2';
const start: InputPosition = { piece: 0, from: 0 };

/**
 * Opens a journal, made where there is none.
 * @param key of what the parts depend on
 */
export async function openPartJournal(path: string, key: string): Promise<PartJournal> {
  const file = await open(path, 'a+');
  try {
    const text = (await file.readFile()).toString('utf8');
    const head = `${JSON.stringify({ format, key })}\n`;
    const { entries, numBytes } = readEntries(text, head);
    await file.truncate(numBytes);
    if (numBytes === 0) await file.appendFile(head);
    await file.datasync();
    return bindFile(file, entries);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What a journal tells of, without opening it to write; nothing where it is of another key. */
export async function readPartJournal(path: string, key: string): Promise<readonly JournalEntry[]> {
  return readEntries(await readFile(path, 'utf8'), `${JSON.stringify({ format, key })}\n`).entries;
}

function readEntries(text: string, head: string): { entries: JournalEntry[]; numBytes: number } {
  if (!text.startsWith(head)) return { entries: [], numBytes: 0 };
  const entries: JournalEntry[] = [];
  let numBytes = Buffer.byteLength(head);
  for (const line of text.slice(head.length).split('\n').slice(0, -1)) {
    const entry = parseEntry(line);
    if (entry?.place !== entries.length || entries.at(-1)?.next === null) break;
    entries.push(entry);
    numBytes += Buffer.byteLength(line) + 1;
  }
  return { entries, numBytes };
}

function parseEntry(line: string): JournalEntry | undefined {
  try {
    const { place, next, facts } = JSON.parse(line) as Partial<JournalEntry>;
    const isPosition =
      next === null || (Number.isSafeInteger(next?.piece) && Number.isSafeInteger(next?.from));
    return isPosition && facts && place !== undefined ? { place, next: next ?? null, facts } : undefined;
  } catch {
    return undefined;
  }
}

function bindFile(file: FileHandle, entries: JournalEntry[]): PartJournal {
  const nextPosition = () => entries[entries.length - 1]?.next;
  return {
    entries,
    get next() {
      const next = nextPosition();
      return next === undefined ? start : next;
    },
    async append({ next, facts }) {
      invariant(nextPosition() !== null, 'nothing follows the last part');
      const entry = { place: entries.length, next, facts };
      await file.appendFile(`${JSON.stringify(entry)}\n`);
      await file.datasync();
      entries.push(entry);
      return entry;
    },
    close: () => file.close(),
  };
}
