/**
 * Collects records one by one and hands them on in blocks.
 * Invariant: what was pushed is handed on in its order; `flush` ends a stream.
 */
export interface RecordTarget {
  add(records: Uint32Array): Promise<void>;
}

const blockWords = 1 << 16;

export class RecordWriter {
  readonly #block = new Uint32Array(blockWords);
  readonly #target: RecordTarget;
  #filled = 0;

  constructor(target: RecordTarget) {
    this.#target = target;
  }

  /** @returns what to wait for before the next is pushed, if anything */
  push(...words: readonly number[]): Promise<void> | undefined {
    for (const word of words) this.#block[this.#filled++] = word;
    return this.#filled + words.length > blockWords ? this.flush() : undefined;
  }

  async flush(): Promise<void> {
    const numWords = this.#filled;
    this.#filled = 0;
    await this.#target.add(this.#block.subarray(0, numWords));
  }
}
