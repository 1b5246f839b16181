/**
 * A gate report: the proof that a hand-over changed nothing that matters, or the place where it did.
 * Invariant: a report lists every check with its bound and what was measured; `passed` is the conjunction.
 */
import { z } from 'zod';
import { digest } from './ids.ts';

export const gateCheck = z.object({
  /** `token-ids`, `chat-template`, `metadata`, `logits`, `bits-per-byte`, `weights` */
  name: z.string(),
  passed: z.boolean(),
  measured: z.number(),
  bound: z.number(),
  unit: z.string(),
  /** On failure: where it differs and how, in one sentence ("tensor blk.3.attn_q.weight, row 17"). */
  place: z.string().optional(),
});
export type GateCheck = z.infer<typeof gateCheck>;

export const gateReport = z.object({
  /** The hand-over: `merge`, `quantise`, `serve`. */
  handover: z.string(),
  from: z.string(),
  to: z.string(),
  /** The model artifact that was proven. */
  model: digest,
  passed: z.boolean(),
  checks: z.array(gateCheck),
  numTexts: z.number().int(),
  numPositions: z.number().int(),
});
export type GateReport = z.infer<typeof gateReport>;
