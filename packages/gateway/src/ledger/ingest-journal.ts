/**
 * The gateway's journal counted into the ledger.
 * Invariant: what is counted and how far the journal was read are written in one transaction, and an event's id is counted once, so that
 * reading may be broken off and repeated at any point. Every file that has grown is read on, for an earlier gateway may still write its
 * own beside the newest.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerRecord } from '@slipway/contracts';
import type { Database, Transaction } from '@slipway/core';
import { eq, sql } from 'drizzle-orm';
import { listJournalFiles, readJournalPart } from '../journal/journal-files.ts';
import { priceUsage } from './amount.ts';
import { readPriceHistory } from './prices.ts';
import { answerDocuments, answers, journalOffsets, usageEvents } from './tables.ts';

export interface IngestResult {
  /** Events that are counted now and were not before. */
  numEvents: number;
  /** Lines that are no record. */
  numInvalid: number;
}

type Begun = Extract<AnswerRecord, { type: 'answer-begun' }>;
type Ended = Extract<AnswerRecord, { type: 'answer-ended' }>;

/** Rows of one insert: parameters of a statement are bounded. */
const maxRows = 500;

/** Counts whatever the journal in `directory` holds beyond what was counted before. */
export async function ingestJournal(database: Database, directory: string): Promise<IngestResult> {
  const result: IngestResult = { numEvents: 0, numInvalid: 0 };
  const known = new Map(
    (await database.select().from(journalOffsets)).map(({ file, nextOffset }) => [file, nextOffset]),
  );
  for (const name of await listJournalFiles(directory)) {
    if ((await stat(join(directory, name))).size <= (known.get(name) ?? 0)) continue;
    while (await ingestPart(database, { directory, name }, result)) {
      // Goes on until the file has no further whole line.
    }
  }
  return result;
}

/** @returns whether anything was read */
async function ingestPart(
  database: Database,
  { directory, name }: { directory: string; name: string },
  result: IngestResult,
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    await transaction.insert(journalOffsets).values({ file: name, nextOffset: 0 }).onConflictDoNothing();
    const [row] = await transaction
      .select()
      .from(journalOffsets)
      .where(eq(journalOffsets.file, name))
      .for('update');
    const offset = row?.nextOffset ?? 0;
    const part = await readJournalPart(directory, name, { offset });
    if (part.nextOffset === offset) return false;
    await addAnswers(transaction, part.records);
    result.numEvents += await addEvents(transaction, part.records);
    result.numInvalid += part.numInvalid;
    await transaction
      .update(journalOffsets)
      .set({ nextOffset: part.nextOffset })
      .where(eq(journalOffsets.file, name));
    return true;
  });
}

async function addAnswers(transaction: Transaction, records: readonly AnswerRecord[]): Promise<void> {
  const begun = new Map<string, Begun>();
  const ended = new Map<string, Ended>();
  for (const record of records) {
    if (record.type === 'answer-begun') begun.set(record.answerId, record);
    else ended.set(record.event.answerId, record);
  }
  const rows = [...begun.values()].map((record) => ({
    id: record.answerId,
    usageId: record.usageId,
    at: new Date(record.at),
    keyId: record.keyId,
    customerId: record.customerId,
    deploymentId: record.deploymentId,
    replicaId: record.replicaId,
    model: record.model,
    promptDigest: record.promptDigest,
    citations: record.citations,
    answerDigest: ended.get(record.answerId)?.answerDigest ?? null,
  }));
  for (const some of cut(rows)) {
    await transaction
      .insert(answers)
      .values(some)
      // A second begin is the same answer on another replica.
      .onConflictDoUpdate({
        target: answers.id,
        set: {
          replicaId: sql`excluded.replica_id`,
          citations: sql`excluded.citations`,
          answerDigest: sql`coalesce(excluded.answer_digest, ${answers.answerDigest})`,
        },
      });
  }
  const documents = rows.flatMap(({ id, citations }) =>
    [...new Set(citations.map(({ document }) => document))].map((document) => ({ answerId: id, document })),
  );
  for (const some of cut(documents))
    await transaction.insert(answerDocuments).values(some).onConflictDoNothing();
  for (const [id, { answerDigest, event }] of ended) {
    if (!begun.has(id))
      await transaction.update(answers).set({ answerDigest }).where(eq(answers.id, event.answerId));
  }
}

/** @returns how many were not counted before */
async function addEvents(transaction: Transaction, records: readonly AnswerRecord[]): Promise<number> {
  const ended = records.filter((record) => record.type === 'answer-ended');
  const history = await readPriceHistory(transaction, [...new Set(ended.map(({ event }) => event.model))]);
  const rows = ended.map(({ event }) => {
    const { usage, durationMs, ...rest } = event;
    const at = new Date(event.at);
    const price = history.find(event.model, at);
    return {
      ...rest,
      ...usage,
      at,
      durationMs: Math.round(durationMs),
      amountMicroUnits: price === undefined ? 0n : priceUsage(usage, price),
      currency: price?.currency ?? null,
    };
  });
  let numEvents = 0;
  for (const some of cut(rows)) {
    const added = await transaction
      .insert(usageEvents)
      .values(some)
      .onConflictDoNothing()
      .returning({ id: usageEvents.id });
    numEvents += added.length;
  }
  return numEvents;
}

function cut<Row>(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = [];
  for (let at = 0; at < rows.length; at += maxRows) parts.push(rows.slice(at, at + maxRows));
  return parts;
}
