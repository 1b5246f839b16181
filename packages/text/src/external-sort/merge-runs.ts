/**
 * Merges sorted runs of records on disk into one order, a block of each in memory.
 * Invariant: equal records come out as often as they went in; the order is that of the words, so it does not depend on the runs.
 */
import type { FileHandle } from 'node:fs/promises';

export interface Run {
  file: FileHandle;
  numBytes: number;
}

export interface MergeOptions {
  runs: readonly Run[];
  numWords: number;
  /** Memory that is divided among the runs and the output. */
  room: Uint8Array;
}

/** One run that is being read. */
class RunCursor {
  words: Uint32Array;
  at = 0;
  end = 0;
  readonly #bytes: Uint8Array;
  readonly #run: Run;
  #offset = 0;

  constructor(run: Run, bytes: Uint8Array) {
    this.#run = run;
    this.#bytes = bytes;
    this.words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  }

  /** Reads the next block. @returns whether there is one */
  async refill(): Promise<boolean> {
    const wanted = Math.min(this.#bytes.length, this.#run.numBytes - this.#offset);
    for (let done = 0; done < wanted; ) {
      const { bytesRead } = await this.#run.file.read(this.#bytes, done, wanted - done, this.#offset + done);
      if (bytesRead === 0) throw new Error('a run of the sort was cut off while it was read');
      done += bytesRead;
    }
    this.#offset += wanted;
    this.at = 0;
    this.end = wanted / 4;
    return wanted > 0;
  }
}

function isBefore(a: RunCursor, b: RunCursor, numWords: number): boolean {
  for (let word = 0; word < numWords; word += 1) {
    const left = a.words[a.at + word] ?? 0;
    const right = b.words[b.at + word] ?? 0;
    if (left !== right) return left < right;
  }
  return false;
}

function siftDown(heap: RunCursor[], start: number, numWords: number): void {
  const moved = heap[start];
  if (!moved) return;
  let place = start;
  for (;;) {
    let child = place * 2 + 1;
    let least = heap[child];
    if (!least) break;
    const right = heap[child + 1];
    if (right && isBefore(right, least, numWords)) {
      least = right;
      child += 1;
    }
    if (!isBefore(least, moved, numWords)) break;
    heap[place] = least;
    place = child;
  }
  heap[place] = moved;
}

/** Blocks of merged records; a block is overwritten when the next is asked for. */
export async function* mergeRuns({ runs, numWords, room }: MergeOptions): AsyncGenerator<Uint32Array> {
  const recordBytes = numWords * 4;
  const blockBytes = Math.floor(room.length / (runs.length + 1) / recordBytes) * recordBytes;
  const block = (place: number) => room.subarray(place * blockBytes, (place + 1) * blockBytes);
  const heap: RunCursor[] = [];
  for (const [place, run] of runs.entries()) {
    const cursor = new RunCursor(run, block(place));
    if (await cursor.refill()) heap.push(cursor);
  }
  for (let place = heap.length >> 1; place >= 0; place -= 1) siftDown(heap, place, numWords);
  const bytes = block(runs.length);
  const output = new Uint32Array(bytes.buffer, bytes.byteOffset, blockBytes / 4);
  let filled = 0;
  for (let first = heap[0]; first; first = heap[0]) {
    for (let word = 0; word < numWords; word += 1) output[filled + word] = first.words[first.at + word] ?? 0;
    filled += numWords;
    first.at += numWords;
    if (first.at === first.end && !(await first.refill())) {
      const last = heap.pop();
      if (last && last !== first) heap[0] = last;
    }
    siftDown(heap, 0, numWords);
    if (filled === output.length) {
      yield output;
      filled = 0;
    }
  }
  if (filled > 0) yield output.subarray(0, filled);
}
