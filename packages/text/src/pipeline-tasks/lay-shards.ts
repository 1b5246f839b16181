/**
 * Which documents each token shard holds, told from counts: a shard is closed by the document that brings it to its size.
 * Invariant: the shards are those that one writer would make that is given all documents in order.
 */

/** A document by its part's place among all, and its own in the part. */
export interface ShardBound {
  part: number;
  document: number;
}

export interface ShardSpan {
  from: ShardBound;
  /** The first document that is not in it. */
  end: ShardBound;
}

export interface LaidParts {
  /** Tokens of each part. */
  numTokens: readonly number[];
  shardTokens: number;
  /** Where the documents of a part end, in tokens of the part. */
  readEnds: (part: number) => Promise<Uint32Array>;
}

/** Reads the ends of documents of those parts alone in which a shard ends. */
export async function layShards({ numTokens, shardTokens, readEnds }: LaidParts): Promise<ShardSpan[]> {
  const spans: ShardSpan[] = [];
  let from: ShardBound = { part: 0, document: 0 };
  let start = 0;
  let before = 0;
  for (const [part, count] of numTokens.entries()) {
    if (before + count >= start + shardTokens) {
      for (const [document, end] of (await readEnds(part)).entries()) {
        if (before + end < start + shardTokens) continue;
        const bound = { part, document: document + 1 };
        spans.push({ from, end: bound });
        from = bound;
        start = before + end;
      }
    }
    before += count;
  }
  if (before > start) spans.push({ from, end: { part: numTokens.length, document: 0 } });
  return spans;
}
