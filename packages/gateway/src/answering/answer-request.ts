/**
 * One answer from request to receipt: prompt, engine, journal, client.
 * Invariant: `answer-begun` is written before the engine is asked and `answer-ended` is durable before the last byte leaves; the counts
 * are the engine's, also where the client went away. Where the connection to the engine breaks, the engine's own record says afterwards
 * what is counted. Another replica is tried once, and only while the client has not had a byte: as an answer of its own, for what the
 * first has spent stays counted.
 */
import {
  type AnswerId,
  type Citation,
  type EngineUsage,
  type ErrorCode,
  type FinishReason,
  isSlipwayError,
  newId,
  SlipwayError,
  type UsageId,
} from '@slipway/contracts';
import { digestOf } from '@slipway/core';
import { findCitedNumbers } from '../grounding/ground-messages.ts';
import type { RetrieverShelf } from '../grounding/retriever-shelf.ts';
import type { AnswerJournal } from '../journal/answer-journal.ts';
import type { AnswerSettler, BegunRecord } from '../journal/settle-answers.ts';
import type { KnownKey } from '../snapshot/key-ring.ts';
import type { AnswerRequest } from '../wire/parse-request.ts';
import type { AnswerHead, SlipwayField, WireFinish } from '../wire/wire-answers.ts';
import { awaitReplicas, type ReplicaServices } from './await-replicas.ts';
import { type PreparedPrompt, preparePrompt } from './prepare-prompt.ts';
import type { KnownDeployment, Replica } from './replica-pool.ts';

export interface AnswerServices extends ReplicaServices {
  shelf: RetrieverShelf;
  journal: AnswerJournal;
  settler: AnswerSettler;
}

/** Where an answer goes: streamed or collected. */
export interface AnswerSink {
  /** Whether the client has had a byte. */
  readonly hasBegun: boolean;
  /** Resolves when more may be sent. */
  sendText(head: AnswerHead, text: string): Promise<void>;
  finish(head: AnswerHead, end: { finish: WireFinish; usage: EngineUsage; slipway: SlipwayField }): void;
}

export interface AnswerCall {
  request: AnswerRequest;
  key: KnownKey;
  sink: AnswerSink;
  /** Fires when the client went away or the gateway shuts down. */
  signal: AbortSignal;
}

interface Answering extends AnswerCall {
  services: AnswerServices;
  deployment: KnownDeployment;
}

/** An answer on one replica. */
interface Attempt extends Answering {
  answerId: AnswerId;
  usageId: UsageId;
  startedAt: Date;
  text: string;
  /** What was begun and has no end yet. */
  open: BegunRecord | undefined;
}

interface Ended {
  reason: FinishReason;
  usage: EngineUsage;
}

/** Strong enough to end a circle, weak enough to leave common words alone. */
const groundedFrequencyPenalty = 0.4;

const nothingUsed: EngineUsage = { numPromptTokens: 0, numCachedTokens: 0, numOutputTokens: 0 };

/** With these an engine refuses a request instead of recording it. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'engine-unavailable',
  'request-invalid',
  'request-too-long',
]);

/**
 * Answers a request.
 * @throws what the client is to be told, as far as it has had no byte; `engine-crashed` else
 */
export async function answerRequest(services: AnswerServices, call: AnswerCall): Promise<void> {
  const { request, signal } = call;
  const asked = { model: request.model, key: call.key };
  const { key, deployment, replicas } = await awaitReplicas(services, asked, signal);
  await tryReplicas({ ...call, key, services, deployment }, replicas.slice(0, 2));
}

async function tryReplicas(answering: Answering, replicas: readonly Replica[]): Promise<void> {
  for (const [index, replica] of replicas.entries()) {
    const leave = replica.enter();
    const attempt = makeAttempt(answering);
    try {
      return await answerFrom(attempt, replica);
    } catch (error) {
      await endBroken(attempt, error);
      const isLast = index === replicas.length - 1;
      const mayRetry = isSlipwayError(error) && error.retryable && !answering.sink.hasBegun;
      if (isLast || !mayRetry || answering.signal.aborted) throw error;
    } finally {
      leave();
    }
  }
}

function makeAttempt(answering: Answering): Attempt {
  const startedAt = new Date();
  return {
    ...answering,
    answerId: newId('answer', startedAt.getTime()),
    usageId: newId('usage', startedAt.getTime()),
    startedAt,
    text: '',
    open: undefined,
  };
}

/** Ends what was begun: at once where the engine has refused it, else as its record will say. */
async function endBroken(attempt: Attempt, error: unknown): Promise<void> {
  const { open } = attempt;
  if (open === undefined) return;
  const settle = (): void =>
    attempt.services.settler.add({ begun: open, answerDigest: digestOf(attempt.text) });
  if (!isSlipwayError(error) || !refusals.has(error.code)) settle();
  else await recordEnd(attempt, { reason: 'error', usage: nothingUsed }).catch(settle);
}

async function answerFrom(attempt: Attempt, replica: Replica): Promise<void> {
  const { request, deployment, signal, sink } = attempt;
  const { indexDirectory } = deployment;
  const prompt = await preparePrompt(request, {
    engine: replica.engine,
    contextTokens: deployment.contextTokens,
    retriever:
      indexDirectory === undefined || !request.isGrounded
        ? undefined
        : await attempt.services.shelf.open(indexDirectory),
  });
  if (signal.aborted) return;
  await recordBegin(attempt, { replica, prompt });
  const head = makeHead(attempt);
  const chunks = replica.engine.generate(
    {
      requestId: attempt.answerId,
      tokens: prompt.tokens,
      maxTokens: prompt.maxTokens,
      ...chooseSampling(request, prompt.citations.length > 0),
      topP: request.topP,
      stop: request.stop,
      ...(request.seed === undefined ? {} : { seed: request.seed }),
    },
    signal,
  );
  for await (const chunk of chunks) {
    if (chunk.type === 'text') {
      attempt.text += chunk.text;
      await sink.sendText(head, chunk.text);
      continue;
    }
    const { reason, usage } = chunk;
    await recordEnd(attempt, { reason, usage });
    if (reason === 'stop' || reason === 'length') {
      sink.finish(head, { finish: reason, usage, slipway: makeSlipwayField(attempt, prompt.citations) });
    } else if (!signal.aborted) {
      throw new SlipwayError({ code: 'engine-unavailable', message: 'the engine broke this answer off' });
    }
  }
}

/**
 * Sampling where the client leaves it open: OpenAI's own, but for answers that rest on passages the likeliest words, kept from turning in circles
 * as small models do.
 */
function chooseSampling(
  { temperature, frequencyPenalty, presencePenalty }: AnswerRequest,
  isGrounded: boolean,
) {
  return {
    temperature: temperature ?? (isGrounded ? 0 : 1),
    frequencyPenalty: frequencyPenalty ?? (isGrounded ? groundedFrequencyPenalty : 0),
    presencePenalty,
  };
}

function makeHead({ answerId, request, startedAt }: Attempt): AnswerHead {
  return { kind: request.kind, id: answerId, createdAt: startedAt, model: request.model };
}

function makeSlipwayField({ answerId, text }: Attempt, citations: Citation[]): SlipwayField {
  return {
    answerId,
    citations,
    citedNumbers: findCitedNumbers(text, citations),
    grounding: citations.length > 0 ? 'passages' : 'none',
    receiptPath: `/api/receipts/${answerId}`,
  };
}

async function recordBegin(
  attempt: Attempt,
  { replica, prompt }: { replica: Replica; prompt: PreparedPrompt },
): Promise<void> {
  const { answerId, usageId, startedAt, key, deployment, request } = attempt;
  const begun: BegunRecord = {
    type: 'answer-begun',
    answerId,
    usageId,
    at: startedAt.toISOString(),
    keyId: key.id,
    customerId: key.customerId,
    deploymentId: deployment.id,
    replicaId: replica.id,
    model: request.model,
    promptDigest: digestOf(prompt.question),
    citations: prompt.citations,
  };
  await attempt.services.journal.append(begun, { isDurable: false });
  attempt.open = begun;
}

async function recordEnd(attempt: Attempt, { reason, usage }: Ended): Promise<void> {
  const { answerId, usageId, startedAt, key, deployment, request } = attempt;
  const at = new Date();
  await attempt.services.journal.append(
    {
      type: 'answer-ended',
      answerDigest: digestOf(attempt.text),
      event: {
        id: usageId,
        answerId,
        at: at.toISOString(),
        keyId: key.id,
        customerId: key.customerId,
        deploymentId: deployment.id,
        model: request.model,
        usage,
        reason,
        durationMs: at.getTime() - startedAt.getTime(),
      },
    },
    { isDurable: true },
  );
  attempt.open = undefined;
}
