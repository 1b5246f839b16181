/**
 * The gateway's journal of answers, append-only, many writers to one fsync.
 * Invariant: when a durable append resolves, its line and all before it, in earlier files too, are on the disk. A start begins a new file,
 * so that a line torn by a crash stays the last of its file; one torn by a failed write is closed by the next.
 */
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerRecord } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { createLineAppender, type LineAppender } from '@slipway/core';
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
  lines: LineAppender;
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
        for (const entry of entries) entry.resolve();
      } catch (error) {
        for (const entry of entries) entry.reject(explain(error));
      }
      if (file.numBytes > maxFileBytes) file = await replaceFile(directory, file);
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
  file.numBytes += await file.lines.append(entries.map(({ line }) => line).join(''));
  if (entries.some(({ isDurable }) => isDurable)) await file.handle.datasync();
}

/** @returns the file that follows, or the same one where none can be had now: the next write tries again */
async function replaceFile(directory: string, file: OpenFile): Promise<OpenFile> {
  try {
    // Lines that nobody waited for must be on the disk before later ones are.
    await file.handle.datasync();
    const next = await openFile(directory, file.number + 1);
    await file.handle.close().catch(() => undefined);
    return next;
  } catch {
    return file;
  }
}

async function openFile(directory: string, number: number): Promise<OpenFile> {
  const path = join(directory, `${String(number).padStart(6, '0')}.jsonl`);
  const handle = await open(path, 'ax+', 0o600);
  try {
    // The name itself must survive a power cut, too.
    const folder = await open(directory, 'r');
    await folder.sync().finally(() => folder.close());
    return { handle, lines: await createLineAppender(handle), number, numBytes: 0 };
  } catch (error) {
    // Left in place it would bar the way of the next attempt.
    await handle.close();
    await rm(path, { force: true });
    throw error;
  }
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
