/**
 * Sorts more records than memory holds: full memories are sorted and spilled to a folder as runs, which are merged when read.
 * Invariant: the result depends on the records alone, not on the memory, the order in which they came or the number of runs.
 * Refuses: to survive its process; its files are of no use to the next, which removes them.
 */
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { invariant } from '@slipway/contracts';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { mergeRuns, type Run } from './merge-runs.ts';

export interface RecordSorterOptions {
  /** Where runs are spilled; made if it is missing. */
  folder: string;
  /** Begins the names of the runs' files; no two sorters of a folder have the same. */
  name: string;
  /** u32 words of a record, compared one after the other. */
  numWords: number;
  /** Memory in all, at least 1 MiB. */
  memoryBytes: number;
}

export interface RecordSorter {
  /** Adds whole records. */
  add(records: Uint32Array): Promise<void>;
  /** All records in order, once, in blocks that are overwritten when the next is asked for. */
  sorted(): AsyncGenerator<Uint32Array>;
  /** Removes the runs. */
  close(): Promise<void>;
}

const leastBytes = 1 << 20;
/** Beyond 3 GiB a memory of 32-bit pointers has no room. */
const mostBytes = 3 * 2 ** 30;
/** Blocks of this size are read well from disk. */
const leastBlockBytes = 1 << 16;
const countsBytesPerWord = 4096;

/** Opens a sorter with a kernel memory of its own. */
export async function openRecordSorter(options: RecordSorterOptions): Promise<RecordSorter> {
  await mkdir(options.folder, { recursive: true });
  return new SpillingSorter(await loadKernels(), options);
}

class SpillingSorter implements RecordSorter {
  readonly #kernels: Kernels;
  readonly #options: RecordSorterOptions;
  readonly #records: number;
  readonly #scratch: number;
  readonly #counts: number;
  /** Bytes of records that are sorted at once. */
  readonly #runBytes: number;
  #filled = 0;
  #runs: (Run & { path: string })[] = [];
  #numRuns = 0;

  constructor(kernels: Kernels, options: RecordSorterOptions) {
    const recordBytes = options.numWords * 4;
    const half = Math.min(Math.max(options.memoryBytes, leastBytes), mostBytes) / 2;
    this.#kernels = kernels;
    this.#options = options;
    this.#runBytes = Math.floor(half / recordBytes) * recordBytes;
    this.#records = kernels.reserve(this.#runBytes);
    this.#scratch = kernels.reserve(this.#runBytes);
    this.#counts = kernels.reserve(options.numWords * countsBytesPerWord);
  }

  async add(records: Uint32Array): Promise<void> {
    const { numWords } = this.#options;
    invariant(records.length % numWords === 0, 'records are whole');
    for (let at = 0; at < records.length; ) {
      const count = Math.min(records.length - at, (this.#runBytes - this.#filled) / 4);
      const room = new Uint32Array(this.#kernels.bytes().buffer, this.#records + this.#filled, count);
      room.set(records.subarray(at, at + count));
      at += count;
      this.#filled += count * 4;
      if (this.#filled === this.#runBytes) await this.#spill();
    }
  }

  async *sorted(): AsyncGenerator<Uint32Array> {
    const { numWords } = this.#options;
    if (this.#runs.length === 0) {
      if (this.#filled > 0) yield this.#sortMemory();
      return;
    }
    if (this.#filled > 0) await this.#spill();
    const room = this.#kernels.bytes().subarray(this.#records, this.#scratch + this.#runBytes);
    const mostRuns = Math.max(2, Math.floor(room.length / leastBlockBytes) - 1);
    while (this.#runs.length > mostRuns) {
      const merged = this.#runs.slice(0, mostRuns);
      await this.#write(mergeRuns({ runs: merged, numWords, room }));
      for (const run of merged) await removeRun(run);
      this.#runs = this.#runs.slice(mostRuns);
    }
    yield* mergeRuns({ runs: this.#runs, numWords, room });
  }

  async close(): Promise<void> {
    for (const run of this.#runs) await removeRun(run);
    this.#runs = [];
  }

  #sortMemory(): Uint32Array {
    const { numWords } = this.#options;
    const numRecords = this.#filled / (numWords * 4);
    const { calls } = this.#kernels;
    const at = calls.sortRecords(this.#records, numRecords, numWords, this.#scratch, this.#counts);
    return new Uint32Array(this.#kernels.bytes().buffer, at, this.#filled / 4);
  }

  async #spill(): Promise<void> {
    const sorted = this.#sortMemory();
    this.#filled = 0;
    await this.#write([sorted]);
  }

  async #write(blocks: Iterable<Uint32Array> | AsyncIterable<Uint32Array>): Promise<void> {
    const path = join(this.#options.folder, `${this.#options.name}-${this.#numRuns}.run`);
    this.#numRuns += 1;
    const run = { path, file: await open(path, 'w+'), numBytes: 0 };
    this.#runs.push(run);
    for await (const { buffer, byteOffset, byteLength } of blocks) {
      await writeAll(run.file, new Uint8Array(buffer, byteOffset, byteLength), run.numBytes);
      run.numBytes += byteLength;
    }
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
}

async function removeRun({ file, path }: { file: FileHandle; path: string }): Promise<void> {
  await file.close();
  await rm(path, { force: true });
}
