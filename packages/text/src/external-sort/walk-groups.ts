/**
 * Walks sorted records group by group: those with the same first words.
 * Invariant: records are visited in their order; the first of a group is given with each.
 */
export interface GroupOptions {
  numWords: number;
  /** Words that are equal within a group. */
  keyWords: number;
}

export interface GroupRecord {
  block: Uint32Array;
  /** Where the record stands in the block. */
  at: number;
  /** A copy of the group's first record. */
  first: Uint32Array;
  /** 1 for the first of a group. */
  occurrence: number;
}

/** Calls `visit` with each record; what it is given changes with the next. */
export async function walkGroups(
  blocks: Iterable<Uint32Array> | AsyncIterable<Uint32Array>,
  { numWords, keyWords }: GroupOptions,
  visit: (record: GroupRecord) => Promise<void> | undefined,
): Promise<void> {
  const record: GroupRecord = {
    block: new Uint32Array(0),
    at: 0,
    first: new Uint32Array(numWords),
    occurrence: 0,
  };
  for await (const block of blocks) {
    record.block = block;
    for (let at = 0; at < block.length; at += numWords) {
      let isSame = record.occurrence > 0;
      for (let word = 0; word < keyWords && isSame; word += 1)
        isSame = block[at + word] === record.first[word];
      record.occurrence = isSame ? record.occurrence + 1 : 1;
      if (!isSame) record.first.set(block.subarray(at, at + numWords));
      record.at = at;
      const pending = visit(record);
      if (pending) await pending;
    }
  }
}
