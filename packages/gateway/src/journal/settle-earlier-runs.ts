/**
 * Finds what earlier gateways began and did not live to end, and has it settled while this one serves already.
 * Invariant: an earlier gateway may still live out its grace and write: its files are read on until all its answers have ended, and what
 * it ends itself is left to it. Files of which all is settled are not read again by the next start.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@slipway/core';
import { z } from 'zod';
import type { AnswerJournal } from './answer-journal.ts';
import { listJournalFiles, numberOf, readNewRecords } from './journal-files.ts';
import type { AnswerSettler, BegunRecord } from './settle-answers.ts';

export interface EarlierRunsOptions {
  /** Folder of the answer journal. */
  directory: string;
  /** The journal of this run, just opened: all files before its first are of earlier runs. */
  journal: AnswerJournal;
  settler: AnswerSettler;
  /** How long an earlier gateway may go on writing. */
  patienceMs: number;
  /** Leaves the rest to the next start. */
  signal: AbortSignal;
  log: Logger;
}

const checkpointFile = 'settled.json';
const checkpoint = z.object({ beforeNumber: z.number().int() });
const pauseMs = 150;

/** Resolves when the earlier files have been quiet for the patience and all their answers are ended, or the signal has fired. */
export async function settleEarlierRuns(options: EarlierRunsOptions): Promise<void> {
  const { directory, journal, settler, patienceMs, signal, log } = options;
  const firstNumber = await readCheckpoint(directory);
  const files = (await listJournalFiles(directory)).filter((name) => {
    const number = numberOf(name);
    return number >= firstNumber && number < journal.firstNumber;
  });
  const reading: Reading = { offsets: new Map(files.map((name) => [name, 0])), open: new Map() };
  await readOn(options, reading);
  if (reading.open.size > 0) log.info('answers-unsettled', { numOpen: reading.open.size });
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline && !signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    await readOn(options, reading);
  }
  await settler.settled();
  if (!signal.aborted) await writeCheckpoint(directory, journal.firstNumber);
}

interface Reading {
  /** How far each file was read. */
  offsets: Map<string, number>;
  open: Map<string, BegunRecord>;
}

async function readOn({ directory, settler }: EarlierRunsOptions, { offsets, open }: Reading): Promise<void> {
  const fresh = new Map<string, BegunRecord>();
  for (const [name, offset] of offsets) {
    const nextOffset = await readNewRecords(directory, name, {
      offset,
      onRecord(record) {
        if (record.type === 'answer-begun') {
          fresh.set(record.answerId, record);
          return;
        }
        const id = record.event.answerId;
        fresh.delete(id);
        if (open.delete(id)) settler.drop(id);
      },
    });
    offsets.set(name, nextOffset);
  }
  for (const [id, begun] of fresh) {
    open.set(id, begun);
    settler.add({ begun });
  }
}

async function readCheckpoint(directory: string): Promise<number> {
  try {
    return checkpoint.parse(JSON.parse(await readFile(join(directory, checkpointFile), 'utf8'))).beforeNumber;
  } catch {
    return 0;
  }
}

async function writeCheckpoint(directory: string, beforeNumber: number): Promise<void> {
  const file = join(directory, checkpointFile);
  await writeFile(`${file}.tmp`, `${JSON.stringify({ beforeNumber })}\n`);
  await rename(`${file}.tmp`, file);
}
