/**
 * A trace: the part of the lineage above or below one thing.
 * Invariant: nodes are unique by reference; edges go from what was made to what it was made of.
 */
import { z } from 'zod';
import { artifactKind, licence } from './artifact.ts';
import { wording } from './wording.ts';

export const traceNode = z.object({
  /** Digest, or id of a deployment or an answer. */
  reference: z.string(),
  kind: z.enum(['document', ...artifactKind.options, 'answer']),
  name: z.string(),
  stage: z.string().optional(),
  stageVersion: z.string().optional(),
  spec: z.json().optional(),
  licences: z.array(licence),
  /** One line on what it is: "2,063 pairs", "dropped as near-duplicate of ...". */
  note: wording.optional(),
});
export type TraceNode = z.infer<typeof traceNode>;

export const traceEdge = z.object({ from: z.string(), to: z.string(), role: z.string() });
export type TraceEdge = z.infer<typeof traceEdge>;

export const trace = z.object({
  root: z.string(),
  direction: z.enum(['up', 'down']),
  nodes: z.array(traceNode),
  edges: z.array(traceEdge),
  /** True where nodes were left out to keep the answer bounded, with how many. */
  numLeftOut: z.number().int().nonnegative(),
});
export type Trace = z.infer<typeof trace>;
