/**
 * The port by which the server adds to traces what the store does not know: deployments and answers.
 * Invariant: every method answers for any reference (digest of an artifact or document, or an id) and says nothing where it has
 * nothing to say.
 */
import type { TraceNode } from '@slipway/contracts';

export interface LineageLink {
  /** Digest of an artifact or a document, or the id of a deployment or an answer. */
  reference: string;
  /** What the upper is to the lower: `model`, `index`, `deployment`, `citation`, ... */
  role: string;
}

export interface LineageExtension {
  /** A deployment or an answer by its id. */
  describe(reference: string): Promise<TraceNode | undefined>;
  /** What it was made of. */
  nodesAbove(reference: string): Promise<LineageLink[]>;
  /** What was made of it, the newest first, at most `limit`, and how many more there are. */
  nodesBelow(reference: string, limit: number): Promise<{ links: LineageLink[]; numLeftOut: number }>;
}

/** Adds nothing. */
export const emptyExtension: LineageExtension = {
  describe: async () => undefined,
  nodesAbove: async () => [],
  nodesBelow: async () => ({ links: [], numLeftOut: 0 }),
};
