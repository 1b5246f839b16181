/**
 * The gateway's journal of answers, append-only, many writers to one fsync.
 * Invariant: when a durable append resolves, its line and all before it are on the disk. A start begins a new file, so that a line torn by
 * a crash stays the last of its file.
 */
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerRecord } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { listJournalFiles, numberOf } from './journal-files.ts';

export interface AnswerJournal {
  /** Number of the first file of this run; lower ones are of earlier runs. */
  readonly firstNumber: number;
  /**
   * @param options.isDurable waits for the disk; else only for the operating system
   * @throws SlipwayError `disk-full`, `internal`
   */
  append(record: AnswerRecord, options: { isDurable: boolean }): Promise<void>;
  close(): Promise<void>;
}

export interface AnswerJournalOptions {
  /** A file that has grown beyond this is followed by a new one. */
  maxFileBytes?: number;
}

interface Entry {
  line: string;
  isDurable: boolean;
  resolve: () => void;
  reject: (error: unknown) => void;
}

interface OpenFile {
  handle: FileHandle;
  number: number;
  numBytes: number;
}

export async function openAnswerJournal(
  directory: string,
  { maxFileBytes = 16 * 1024 * 1024 }: AnswerJournalOptions = {},
): Promise<AnswerJournal> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const latest = (await listJournalFiles(directory)).at(-1);
  let file = await openFile(directory, latest === undefined ? 1 : numberOf(latest) + 1);
  let waiting: Entry[] = [];
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    // One turn of the event loop lets answers that end together share an fsync.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const entries = waiting;
      waiting = [];
      try {
        await writeEntries(file, entries);
        if (file.numBytes > maxFileBytes) {
          await file.handle.close();
          file = await openFile(directory, file.number + 1);
        }
        for (const entry of entries) entry.resolve();
      } catch (error) {
        for (const entry of entries) entry.reject(explain(error));
      }
    }
    flushing = undefined;
  }

  return {
    firstNumber: file.number,
    append(record, { isDurable }) {
      return new Promise<void>((resolve, reject) => {
        waiting.push({ line: `${JSON.stringify(record)}\n`, isDurable, resolve, reject });
        flushing ??= flush();
      });
    },
    async close() {
      await flushing;
      await file.handle.close();
    },
  };
}

async function writeEntries(file: OpenFile, entries: readonly Entry[]): Promise<void> {
  const bytes = Buffer.from(entries.map(({ line }) => line).join(''));
  await file.handle.appendFile(bytes);
  file.numBytes += bytes.length;
  if (entries.some(({ isDurable }) => isDurable)) await file.handle.datasync();
}

async function openFile(directory: string, number: number): Promise<OpenFile> {
  const handle = await open(join(directory, `${String(number).padStart(6, '0')}.jsonl`), 'ax', 0o600);
  // The name itself must survive a power cut, too.
  const folder = await open(directory, 'r');
  await folder.sync().finally(() => folder.close());
  return { handle, number, numBytes: 0 };
}

function explain(cause: unknown): SlipwayError {
  const isFull = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
  return new SlipwayError({
    code: isFull ? 'disk-full' : 'internal',
    message: isFull ? 'the disk of the answer journal is full' : 'the answer journal cannot be written',
    hint: 'no answer is given that could not be accounted for',
    cause,
  });
}
