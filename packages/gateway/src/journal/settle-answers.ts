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
  journal: AnswerJournal;
  /** How long to wait for engines that still run to record what they were cut off from. */
  patienceMs?: number;
}

const checkpointFile = 'settled.json';
const checkpoint = z.object({ beforeNumber: z.number().int() });
const pauseMs = 150;
const nothingUsed = { numPromptTokens: 0, numCachedTokens: 0, numOutputTokens: 0 };
const emptyDigest = `sha256:${createHash('sha256').digest('hex')}` as Digest;

/**
 * Settles what earlier runs left open. Call it before the first answer of this run.
 * @returns how many answers were ended
 */
export async function settleAnswers(options: SettleAnswersOptions): Promise<number> {
  const { directory, journal, patienceMs = 1500 } = options;
  const files = await listJournalFiles(directory);
  const firstNumber = await readCheckpoint(directory);
  const open = await findOpen(
    directory,
    files.filter((name) => numberOf(name) >= firstNumber),
  );
  const deadline = performance.now() + patienceMs;
  let found = await findRecorded(options.enginesDirectory, open);
  while (found.size < open.size && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    found = await findRecorded(options.enginesDirectory, open);
  }
  for (const begun of open.values()) {
    await journal.append(endAnswer(begun, found.get(begun.answerId)), { isDurable: true });
  }
  // This run writes to the last file; all before it are settled for good.
  const newest = files.at(-1);
  if (newest !== undefined) await writeCheckpoint(directory, numberOf(newest));
  return open.size;
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
