/**
 * A line of the gateway's journal: an answer that was begun, or one that ended with the engine's counts.
 * Invariant: the `ended` line is durable (fsync) before the last byte of the answer leaves; the server reads the journal into the
 * ledger and counts an id once. A `begun` without `ended` is settled from the engine's own record.
 */
import { z } from 'zod';
import { answerId, customerId, deploymentId, digest, keyId, replicaId, usageId } from './ids.ts';
import { citation } from './receipt.ts';
import { usageEvent } from './usage.ts';

export const answerRecord = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('answer-begun'),
    answerId,
    usageId,
    at: z.iso.datetime(),
    keyId,
    customerId,
    deploymentId,
    replicaId,
    model: z.string(),
    promptDigest: digest,
    citations: z.array(citation),
  }),
  z.object({ type: z.literal('answer-ended'), event: usageEvent, answerDigest: digest }),
]);
export type AnswerRecord = z.infer<typeof answerRecord>;
