/**
 * One answer from request to receipt: prompt, engine, journal, client.
 * Invariant: `answer-begun` is written before the engine is asked and `answer-ended` is durable before the last byte leaves; the counts
 * are the engine's, also where the client went away. An engine that dies records nothing, so such an answer counts nothing.
 * Another replica is tried once, and only while the client has not had a byte.
 */
import { createHash } from 'node:crypto';
import {
  type AnswerId,
  type Citation,
  type Digest,
  type EngineUsage,
  type FinishReason,
  isSlipwayError,
  newId,
  SlipwayError,
  type UsageId,
} from '@slipway/contracts';
import { findCitedNumbers } from '../grounding/ground-messages.ts';
import type { RetrieverShelf } from '../grounding/retriever-shelf.ts';
import type { AnswerJournal } from '../journal/answer-journal.ts';
import type { KnownKey } from '../snapshot/key-ring.ts';
import type { SnapshotWatcher } from '../snapshot/watch-snapshot.ts';
import type { AnswerRequest } from '../wire/parse-request.ts';
import type { AnswerHead, SlipwayField, WireFinish } from '../wire/wire-answers.ts';
import { type PreparedPrompt, preparePrompt } from './prepare-prompt.ts';
import type { KnownDeployment, Replica, ReplicaPool } from './replica-pool.ts';

export interface AnswerServices {
  snapshots: SnapshotWatcher;
  replicas: ReplicaPool;
  shelf: RetrieverShelf;
  journal: AnswerJournal;
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
  answerId: AnswerId;
  usageId: UsageId;
  startedAt: Date;
  text: string;
  hasBegunRecord: boolean;
}

interface Ended {
  reason: FinishReason;
  usage: EngineUsage;
}

/** Strong enough to end a circle, weak enough to leave common words alone. */
const groundedFrequencyPenalty = 0.4;

const nothingUsed: EngineUsage = { numPromptTokens: 0, numCachedTokens: 0, numOutputTokens: 0 };

/**
 * Answers a request.
 * @throws what the client is to be told, as far as it has had no byte; `engine-crashed` else
 */
export async function answerRequest(services: AnswerServices, call: AnswerCall): Promise<void> {
  const snapshot = services.snapshots.current()?.snapshot;
  if (snapshot === undefined) {
    throw new SlipwayError({ code: 'deployment-not-ready', message: 'the gateway has no deployments yet' });
  }
  const { deployment, replicas } = services.replicas.find(snapshot, call.request.model);
  const startedAt = new Date();
  const answering: Answering = {
    ...call,
    services,
    deployment,
    answerId: newId('answer', startedAt.getTime()),
    usageId: newId('usage', startedAt.getTime()),
    startedAt,
    text: '',
    hasBegunRecord: false,
  };
  try {
    await tryReplicas(answering, replicas.slice(0, 2));
  } catch (error) {
    if (answering.hasBegunRecord) {
      await recordEnd(answering, { reason: 'error', usage: nothingUsed });
    }
    throw error;
  }
}

async function tryReplicas(answering: Answering, replicas: readonly Replica[]): Promise<void> {
  for (const [index, replica] of replicas.entries()) {
    const leave = replica.enter();
    try {
      return await answerFrom(answering, replica);
    } catch (error) {
      const isLast = index === replicas.length - 1;
      const mayRetry = isSlipwayError(error) && error.retryable && !answering.sink.hasBegun;
      if (isLast || !mayRetry || answering.signal.aborted) throw error;
    } finally {
      leave();
    }
  }
}

async function answerFrom(answering: Answering, replica: Replica): Promise<void> {
  const { request, deployment, signal, sink } = answering;
  const { indexDirectory } = deployment;
  const prompt = await preparePrompt(request, {
    engine: replica.engine,
    contextTokens: deployment.contextTokens,
    retriever:
      indexDirectory === undefined || !request.isGrounded
        ? undefined
        : await answering.services.shelf.open(indexDirectory),
  });
  if (signal.aborted) return;
  await recordBegin(answering, { replica, prompt });
  const head = makeHead(answering);
  answering.text = '';
  const chunks = replica.engine.generate(
    {
      requestId: answering.answerId,
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
      answering.text += chunk.text;
      await sink.sendText(head, chunk.text);
      continue;
    }
    const { reason, usage } = chunk;
    await recordEnd(answering, { reason, usage });
    if (reason === 'stop' || reason === 'length') {
      sink.finish(head, { finish: reason, usage, slipway: makeSlipwayField(answering, prompt.citations) });
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

function makeHead({ answerId, request, startedAt }: Answering): AnswerHead {
  return { kind: request.kind, id: answerId, createdAt: startedAt, model: request.model };
}

function makeSlipwayField({ answerId, text }: Answering, citations: Citation[]): SlipwayField {
  return {
    answerId,
    citations,
    citedNumbers: findCitedNumbers(text, citations),
    receiptPath: `/api/receipts/${answerId}`,
  };
}

async function recordBegin(
  answering: Answering,
  { replica, prompt }: { replica: Replica; prompt: PreparedPrompt },
): Promise<void> {
  const { answerId, usageId, startedAt, key, deployment, request } = answering;
  await answering.services.journal.append(
    {
      type: 'answer-begun',
      answerId,
      usageId,
      at: startedAt.toISOString(),
      keyId: key.id,
      customerId: key.customerId,
      deploymentId: deployment.id,
      replicaId: replica.id,
      model: request.model,
      promptDigest: digestText(prompt.question),
      citations: prompt.citations,
    },
    { isDurable: false },
  );
  answering.hasBegunRecord = true;
}

async function recordEnd(answering: Answering, { reason, usage }: Ended): Promise<void> {
  const { answerId, usageId, startedAt, key, deployment, request } = answering;
  const at = new Date();
  // Set first: should the journal refuse, a second line would be refused likewise.
  answering.hasBegunRecord = false;
  await answering.services.journal.append(
    {
      type: 'answer-ended',
      answerDigest: digestText(answering.text),
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
}

/** SHA-256 of a text's UTF-8 bytes. */
export function digestText(text: string): Digest {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}` as Digest;
}
