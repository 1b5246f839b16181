/**
 * Answers as the ledger keeps them: for receipts, and for lineage downwards.
 * Invariant: only answers that have ended and are counted are told of.
 */
import type {
  AnswerId,
  AnswerSummary,
  Citation,
  Customer,
  DeploymentId,
  Digest,
  ReplicaId,
  UsageEvent,
} from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { Queries } from '@slipway/core';
import { desc, eq } from 'drizzle-orm';
import { defaultCurrency } from './prices.ts';
import { answerDocuments, answers, customers, usageEvents } from './tables.ts';

export interface CountedAnswer {
  answerId: AnswerId;
  at: string;
  deploymentId: DeploymentId;
  replicaId: ReplicaId;
  /** SHA-256 of the question (the last user message, or a completion's prompt) and of the answer's text. */
  promptDigest: Digest;
  answerDigest: Digest;
  citations: Citation[];
  event: UsageEvent;
  customer: Customer;
  price: { amountMicroUnits: number; currency: string };
}

/** @throws SlipwayError `receipt-unknown` */
export async function showAnswer(database: Queries, id: AnswerId): Promise<CountedAnswer> {
  const [row] = await database
    .select({ answer: answers, event: usageEvents, customer: customers })
    .from(answers)
    .innerJoin(usageEvents, eq(usageEvents.answerId, answers.id))
    .innerJoin(customers, eq(customers.id, answers.customerId))
    .where(eq(answers.id, id));
  if (row === undefined || row.answer.answerDigest === null) {
    throw new SlipwayError({
      code: 'receipt-unknown',
      message: `there is no counted answer ${id}`,
      hint: 'an answer is counted a moment after it has ended',
    });
  }
  const { answer, event, customer } = row;
  return {
    answerId: answer.id,
    at: answer.at.toISOString(),
    deploymentId: answer.deploymentId,
    replicaId: answer.replicaId,
    promptDigest: answer.promptDigest,
    answerDigest: row.answer.answerDigest,
    citations: answer.citations,
    event: toUsageEvent(event),
    customer: { ...customer, createdAt: customer.createdAt.toISOString() },
    price: {
      amountMicroUnits: Number(event.amountMicroUnits),
      currency: event.currency ?? defaultCurrency,
    },
  };
}

/** The newest answers of all customers. */
export async function listAnswers(database: Queries, limit: number): Promise<AnswerSummary[]> {
  const rows = await database
    .select({ answer: answers, event: usageEvents, customer: customers.name })
    .from(answers)
    .innerJoin(usageEvents, eq(usageEvents.answerId, answers.id))
    .innerJoin(customers, eq(customers.id, answers.customerId))
    .orderBy(desc(answers.at), desc(answers.id))
    .limit(limit);
  return rows.map(({ answer, event, customer }) => ({
    answerId: answer.id,
    at: answer.at.toISOString(),
    deploymentId: answer.deploymentId,
    model: answer.model,
    customer,
    grounding: answer.citations.length > 0 ? 'passages' : 'none',
    numPromptTokens: event.numPromptTokens,
    numOutputTokens: event.numOutputTokens,
    amountMicroUnits: Number(event.amountMicroUnits),
    currency: event.currency ?? defaultCurrency,
  }));
}

function toUsageEvent(row: typeof usageEvents.$inferSelect): UsageEvent {
  const { numPromptTokens, numCachedTokens, numOutputTokens } = row;
  return {
    id: row.id,
    answerId: row.answerId,
    at: row.at.toISOString(),
    keyId: row.keyId,
    customerId: row.customerId,
    deploymentId: row.deploymentId,
    model: row.model,
    usage: { numPromptTokens, numCachedTokens, numOutputTokens },
    reason: row.reason,
    durationMs: row.durationMs,
  };
}

export interface AnswerReference {
  answerId: AnswerId;
  deploymentId: DeploymentId;
  at: string;
}

const columns = { answerId: answers.id, deploymentId: answers.deploymentId, at: answers.at };

/** Answers of a deployment, newest first. */
export async function listAnswersOfDeployment(
  database: Queries,
  id: DeploymentId,
  limit: number,
): Promise<AnswerReference[]> {
  const rows = await database
    .select(columns)
    .from(answers)
    .innerJoin(usageEvents, eq(usageEvents.answerId, answers.id))
    .where(eq(answers.deploymentId, id))
    .orderBy(desc(answers.at))
    .limit(limit);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Answers that were given passages of a document, newest first. */
export async function listAnswersOfDocument(
  database: Queries,
  document: Digest,
  limit: number,
): Promise<AnswerReference[]> {
  const rows = await database
    .select(columns)
    .from(answerDocuments)
    .innerJoin(answers, eq(answers.id, answerDocuments.answerId))
    .innerJoin(usageEvents, eq(usageEvents.answerId, answers.id))
    .where(eq(answerDocuments.document, document))
    .orderBy(desc(answers.at))
    .limit(limit);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
