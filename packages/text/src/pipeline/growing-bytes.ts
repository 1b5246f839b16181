/**
 * Bytes that grow at their end, in one buffer that doubles when it is full.
 * Invariant: what was appended stays; `view` is good until the next append.
 */
export interface GrowingBytes {
  readonly numBytes: number;
  append(bytes: Uint8Array): void;
  view(): Uint8Array;
}

export function createGrowingBytes(capacity = 1 << 16): GrowingBytes {
  let room = new Uint8Array(capacity);
  let used = 0;
  return {
    get numBytes() {
      return used;
    },
    append(bytes) {
      const needed = used + bytes.length;
      if (needed > room.length) {
        const larger = new Uint8Array(Math.max(needed, room.length * 2));
        larger.set(room.subarray(0, used));
        room = larger;
      }
      room.set(bytes, used);
      used = needed;
    },
    view: () => room.subarray(0, used),
  };
}
