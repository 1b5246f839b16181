/**
 * A place in a stream of bytes, with the bytes behind it that were read so far in one piece.
 * Invariant: holds what the caller asked for with `fill`, and at most one chunk more; bytes are copied only where a chunk ends within
 * what was asked for. `window` is good until the next `fill`, `skip` or `drop`.
 */
export interface ByteCursor {
  /** Bytes of the stream before the window, counted from the position it was made with. */
  readonly position: number;
  /** The bytes that are held. */
  window(): Uint8Array;
  /** Reads on until the window has `numBytes`. @returns whether it has; if not, the stream has ended */
  fill(numBytes: number): Promise<boolean>;
  /** Moves over bytes of the window. */
  drop(numBytes: number): void;
  /** Moves over bytes, held or not, up to the end of the stream. */
  skip(numBytes: number): Promise<void>;
  /** Lets the stream go. */
  close(): Promise<void>;
}

/** @param position the position of the first byte that `chunks` yields */
export function createByteCursor(chunks: AsyncIterable<Uint8Array>, position = 0): ByteCursor {
  const iterator = chunks[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  /** A buffer of our own that `held` lies in, or none where it is a chunk as it came. */
  let own: Uint8Array | undefined;
  let before = position;

  function append(chunk: Uint8Array): void {
    if (held.length === 0) {
      held = chunk;
      own = undefined;
      return;
    }
    const numBytes = held.length + chunk.length;
    const used = own === undefined ? 0 : held.byteOffset - own.byteOffset + numBytes;
    if (own === undefined || used > own.length) {
      const room = own !== undefined && numBytes <= own.length / 2 ? own : new Uint8Array(numBytes * 2);
      room.set(held);
      own = room;
      held = room.subarray(0, held.length);
    }
    const start = held.byteOffset - own.byteOffset;
    own.set(chunk, start + held.length);
    held = own.subarray(start, start + numBytes);
  }

  const cursor: ByteCursor = {
    get position() {
      return before;
    },
    window: () => held,
    async fill(numBytes) {
      while (held.length < numBytes) {
        const { value, done } = await iterator.next();
        if (done) return false;
        append(value);
      }
      return true;
    },
    drop(numBytes) {
      held = held.subarray(numBytes);
      before += numBytes;
    },
    async skip(numBytes) {
      for (let left = numBytes; left > 0; ) {
        if (!(await cursor.fill(1))) return;
        const step = Math.min(left, held.length);
        cursor.drop(step);
        left -= step;
      }
    },
    async close() {
      await iterator.return?.();
    },
  };
  return cursor;
}
