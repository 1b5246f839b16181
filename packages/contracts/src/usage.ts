/**
 * Usage events, prices, ledger entries and statements.
 * Invariant: money is an integer number of micro-units of one currency (1,000,000 = 1.00); tokens are the engine's own counts;
 * a usage event is durable before the ledger counts it, and is counted once however often it arrives.
 */
import { z } from 'zod';
import { engineUsage, finishReason } from './engine-protocol.ts';
import { answerId, customerId, deploymentId, keyId, usageId } from './ids.ts';

export const microUnits = z.number().int();

export const usageEvent = z.object({
  id: usageId,
  answerId,
  at: z.iso.datetime(),
  keyId,
  customerId,
  deploymentId,
  model: z.string(),
  usage: engineUsage,
  reason: finishReason,
  durationMs: z.number().nonnegative(),
});
export type UsageEvent = z.infer<typeof usageEvent>;

/** Price of a model's tokens, in micro-units per million tokens. */
export const price = z.object({
  model: z.string(),
  currency: z.string().length(3),
  inputPerMillion: microUnits,
  cachedInputPerMillion: microUnits,
  outputPerMillion: microUnits,
});
export type Price = z.infer<typeof price>;

export const statementDimension = z.enum(['customer', 'industry', 'model', 'period']);
export type StatementDimension = z.infer<typeof statementDimension>;

export const statementLine = z.object({
  customer: z.string().optional(),
  industry: z.string().optional(),
  model: z.string().optional(),
  period: z.string().optional(),
  numRequests: z.number().int(),
  numPromptTokens: z.number().int(),
  numCachedTokens: z.number().int(),
  numOutputTokens: z.number().int(),
  amountMicroUnits: microUnits,
  currency: z.string(),
});
export type StatementLine = z.infer<typeof statementLine>;

export const statement = z.object({
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  groupBy: z.array(statementDimension),
  lines: z.array(statementLine),
  total: statementLine,
});
export type Statement = z.infer<typeof statement>;
