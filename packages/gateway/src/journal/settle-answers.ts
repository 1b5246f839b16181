/**
 * Ends answers that were begun and whose end the gateway did not see, from the engines' own records: those of an earlier gateway that was
 * killed, and those whose connection to the engine broke.
 * Invariant: every begun answer gets an end; counts are the engine's. What no engine recorded within the patience was not finished by
 * one, and counts nothing. What cannot be settled before the end of this gateway is left to the next start.
 */
import { join } from 'node:path';
import type { AnswerRecord, Digest } from '@slipway/contracts';
import { digestOf, type Logger } from '@slipway/core';
import { type FinishedRequest, readRequestJournal } from '@slipway/engines';
import type { AnswerJournal } from './answer-journal.ts';

export type BegunRecord = Extract<AnswerRecord, { type: 'answer-begun' }>;

export interface OpenAnswer {
  begun: BegunRecord;
  /** Digest of the text that was sent; absent where the text is gone with the gateway that held it. */
  answerDigest?: Digest;
}

export interface AnswerSettler {
  /** Ends this answer as soon as its engine's record is there. */
  add(open: OpenAnswer): void;
  /** It has got its end elsewhere. */
  drop(answerId: string): void;
  /** Resolves when nothing is open any more, or the signal has fired. */
  settled(): Promise<void>;
}

export interface AnswerSettlerOptions {
  /** Folder with a folder for each replica, by its id. */
  enginesDirectory: string;
  /** The journal of this run. */
  journal: AnswerJournal;
  /** How long engines that still run are given to record what they were cut off from. */
  patienceMs: number;
  /** Leaves the rest to the next start. */
  signal: AbortSignal;
  log: Logger;
}

const pauseMs = 150;
/** Pause after a journal, ours or an engine's, could not be used. */
const faultPauseMs = 3000;
const nothingUsed = { numPromptTokens: 0, numCachedTokens: 0, numOutputTokens: 0 };
const emptyDigest = digestOf('');

/** An earlier gateway that lives out its grace has the text, and is given so many looks to write the end itself. */
const numCourtesyLooks = 3;

interface Waiting extends OpenAnswer {
  deadline: number;
  /** Looks at which the engine's record was there. */
  numSeen: number;
}

export function createAnswerSettler(options: AnswerSettlerOptions): AnswerSettler {
  const { signal, log, patienceMs } = options;
  const waiting = new Map<string, Waiting>();
  let work: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (waiting.size > 0) {
      const isLast = signal.aborted;
      const isDone = await settleOnce(options, waiting).then(
        () => true,
        (error: unknown) => log.warn('answers-not-settled', { numOpen: waiting.size, reason: String(error) }),
      );
      if (isLast) break;
      if (waiting.size > 0) await pause(isDone ? pauseMs : faultPauseMs, signal);
    }
    work = undefined;
  }

  return {
    add(open) {
      waiting.set(open.begun.answerId, { ...open, deadline: performance.now() + patienceMs, numSeen: 0 });
      work ??= run();
    },
    drop: (answerId) => void waiting.delete(answerId),
    settled: async () => work,
  };
}

/** One look at the engines' records. */
async function settleOnce(
  { enginesDirectory, journal }: AnswerSettlerOptions,
  waiting: Map<string, Waiting>,
): Promise<void> {
  const now = performance.now();
  const found = await findRecorded(enginesDirectory, waiting);
  for (const [id, open] of [...waiting]) {
    const request = found.get(id);
    if (request !== undefined) open.numSeen += 1;
    const isSure = open.answerDigest !== undefined || open.numSeen > numCourtesyLooks;
    const isDue = request === undefined ? now >= open.deadline : isSure;
    // It may have been dropped while others were written.
    if (!isDue || !waiting.has(id)) continue;
    await journal.append(endAnswer(open, request), { isDurable: true });
    waiting.delete(id);
  }
}

async function findRecorded(
  enginesDirectory: string,
  waiting: ReadonlyMap<string, Waiting>,
): Promise<Map<string, FinishedRequest>> {
  const found = new Map<string, FinishedRequest>();
  const answers = [...waiting.values()].map(({ begun }) => begun);
  for (const replica of new Set(answers.map(({ replicaId }) => replicaId))) {
    const own = answers.filter(({ replicaId }) => replicaId === replica);
    const wanted = new Set<string>(own.map(({ answerId }) => answerId));
    const recorded = await readRequestJournal(join(enginesDirectory, replica), wanted);
    for (const [id, request] of recorded) found.set(id, request);
  }
  return found;
}

function endAnswer({ begun, answerDigest }: OpenAnswer, request: FinishedRequest | undefined): AnswerRecord {
  const { usageId, answerId, keyId, customerId, deploymentId, model } = begun;
  const at = request?.at ?? begun.at;
  return {
    type: 'answer-ended',
    answerDigest: answerDigest ?? emptyDigest,
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

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', go);
      resolve();
    };
    const timer = setTimeout(go, durationMs);
    signal.addEventListener('abort', go);
    if (signal.aborted) go();
  });
}
