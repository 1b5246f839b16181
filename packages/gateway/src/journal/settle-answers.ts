/**
 * Ends answers that an earlier gateway began and did not live to end, from the engines' own records.
 * Invariant: after settling every begun answer has an end; counts are the engine's. What no engine recorded was not finished by one, and
 * counts nothing. The text is gone with the gateway that held it: such answers carry the digest of the empty text.
 */
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerRecord, Digest } from '@slipway/contracts';
import { type FinishedRequest, readRequestJournal } from '@slipway/engines';
import { z } from 'zod';
import type { AnswerJournal } from './answer-journal.ts';
import { listJournalFiles, numberOf, readJournalPart } from './journal-files.ts';

type Begun = Extract<AnswerRecord, { type: 'answer-begun' }>;

export interface SettleAnswersOptions {
  /** Folder of the answer journal. */
  directory: string;
  /** Folder with a folder for each replica, by its id. */
  enginesDirectory: string;
  /** The journal of this run, just opened. */
  journal: AnswerJournal;
  /** How long engines that still run are given to record what they were cut off from. */
  patienceMs: number;
  /** Leaves the rest to the next start. */
  signal: AbortSignal;
}

const checkpointFile = 'settled.json';
const checkpoint = z.object({ beforeNumber: z.number().int() });
const pauseMs = 150;
const nothingUsed = { numPromptTokens: 0, numCachedTokens: 0, numOutputTokens: 0 };
const emptyDigest = `sha256:${createHash('sha256').digest('hex')}` as Digest;

/**
 * Finds what earlier runs left open, then settles it while the gateway serves already.
 * @returns how many answers are open, and when all are ended
 */
export async function settleAnswers(
  options: SettleAnswersOptions,
): Promise<{ numOpen: number; settled: Promise<void> }> {
  const { directory, journal } = options;
  const firstNumber = await readCheckpoint(directory);
  const files = (await listJournalFiles(directory)).filter((name) => {
    const number = numberOf(name);
    return number >= firstNumber && number < journal.firstNumber;
  });
  const open = await findOpen(directory, files);
  return { numOpen: open.size, settled: endAll(options, open) };
}

async function endAll(options: SettleAnswersOptions, open: Map<string, Begun>): Promise<void> {
  const { directory, enginesDirectory, journal, patienceMs, signal } = options;
  const deadline = performance.now() + patienceMs;
  while (open.size > 0) {
    const isLast = performance.now() >= deadline;
    const found = await findRecorded(enginesDirectory, open);
    for (const begun of [...open.values()]) {
      const request = found.get(begun.answerId);
      if (request === undefined && !isLast) continue;
      await journal.append(endAnswer(begun, request), { isDurable: true });
      open.delete(begun.answerId);
    }
    if (open.size > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (signal.aborted) return;
  }
  // All files before those of this run are settled for good.
  await writeCheckpoint(directory, journal.firstNumber);
}

async function findOpen(directory: string, files: readonly string[]): Promise<Map<string, Begun>> {
  const open = new Map<string, Begun>();
  for (const name of files) {
    for (let offset = 0; ; ) {
      const part = await readJournalPart(directory, name, { offset });
      for (const record of part.records) {
        if (record.type === 'answer-begun') open.set(record.answerId, record);
        else open.delete(record.event.answerId);
      }
      if (part.nextOffset === offset) break;
      offset = part.nextOffset;
    }
  }
  return open;
}

async function findRecorded(
  enginesDirectory: string,
  open: ReadonlyMap<string, Begun>,
): Promise<Map<string, FinishedRequest>> {
  const found = new Map<string, FinishedRequest>();
  const answers = [...open.values()];
  for (const replica of new Set(answers.map(({ replicaId }) => replicaId))) {
    const own = answers.filter(({ replicaId }) => replicaId === replica);
    const wanted = new Set<string>(own.map(({ answerId }) => answerId));
    const recorded = await readRequestJournal(join(enginesDirectory, replica), wanted);
    for (const [id, request] of recorded) found.set(id, request);
  }
  return found;
}

function endAnswer(begun: Begun, request: FinishedRequest | undefined): AnswerRecord {
  const { usageId, answerId, keyId, customerId, deploymentId, model } = begun;
  const at = request?.at ?? begun.at;
  return {
    type: 'answer-ended',
    answerDigest: emptyDigest,
    event: {
      id: usageId,
      answerId,
      at,
      keyId,
      customerId,
      deploymentId,
      model,
      usage: request?.usage ?? nothingUsed,
      reason: request?.reason ?? 'error',
      durationMs: Math.max(0, Date.parse(at) - Date.parse(begun.at)),
    },
  };
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
