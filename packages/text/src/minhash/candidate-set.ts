/**
 * The documents that are in a pair, numbered by unit and document, with their signatures.
 * Invariant: a number is a place in the order of unit and document; signatures beyond the memory lie in a file.
 * Memory: 8 bytes a candidate.
 */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { invariant } from '@slipway/contracts';
import type { RecordSorter } from '../external-sort/open-record-sorter.ts';
import type { SignedUnits } from './hash-bands.ts';

/** Numbers that grow. */
class NumberList {
  numbers = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.numbers.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.length++] = value;
  }
}

export class CandidateSet {
  readonly #units = new NumberList();
  readonly #documents = new NumberList();

  get size(): number {
    return this.#units.length;
  }

  /** Takes the members in, which come in order and repeated. */
  async collect(members: RecordSorter): Promise<void> {
    for await (const block of members.sorted()) {
      for (let at = 0; at < block.length; at += 2) {
        const [unit = 0, document = 0] = [block[at], block[at + 1]];
        const last = this.size - 1;
        if (last >= 0 && this.unitOf(last) === unit && this.documentOf(last) === document) continue;
        this.#units.push(unit);
        this.#documents.push(document);
      }
    }
  }

  unitOf(number: number): number {
    return this.#units.numbers[number] ?? 0;
  }

  documentOf(number: number): number {
    return this.#documents.numbers[number] ?? 0;
  }

  /** The number of the first candidate that is not before a document. */
  placeOf(unit: number, document: number): number {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const isBefore =
        this.unitOf(middle) < unit || (this.unitOf(middle) === unit && this.documentOf(middle) < document);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export interface CandidateSignatures {
  /** The signature of a candidate; overwritten by the next call with the same `side`. */
  read(number: number, side: 0 | 1): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface GatherOptions {
  inputs: SignedUnits;
  signatureBytes: number;
  folder: string;
  memoryBytes: number;
}

/** Where gathered signatures are kept. */
interface Store {
  write(bytes: Uint8Array, offset: number): Promise<void>;
  read(offset: number, into: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

function openMemory(numBytes: number): Store {
  const memory = new Uint8Array(numBytes);
  return {
    write: async (bytes, offset) => memory.set(bytes, offset),
    read: async (offset, into) => memory.subarray(offset, offset + into.length),
    close: async () => undefined,
  };
}

async function openFile(path: string): Promise<Store> {
  const file: FileHandle = await open(path, 'w+');
  return {
    async write(bytes, offset) {
      for (let done = 0; done < bytes.length; )
        done += (await file.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
    },
    async read(offset, into) {
      const { bytesRead } = await file.read(into, 0, into.length, offset);
      invariant(bytesRead === into.length, 'a signature that was written is read whole');
      return into;
    },
    async close() {
      await file.close();
      await rm(path, { force: true });
    },
  };
}

/** Copies the candidates' signatures out of the inputs. */
export async function gatherSignatures(
  candidates: CandidateSet,
  { inputs, signatureBytes, folder, memoryBytes }: GatherOptions,
): Promise<CandidateSignatures> {
  const numBytes = candidates.size * signatureBytes;
  const store =
    numBytes <= memoryBytes ? openMemory(numBytes) : await openFile(join(folder, 'signatures.spill'));
  for await (const { unit, numDocuments, signatures } of inputs) {
    const first = candidates.placeOf(unit, 0);
    const end = candidates.placeOf(unit, numDocuments);
    const copied = new Uint8Array((end - first) * signatureBytes);
    for (let number = first; number < end; number += 1) {
      const from = candidates.documentOf(number) * signatureBytes;
      copied.set(signatures.subarray(from, from + signatureBytes), (number - first) * signatureBytes);
    }
    await store.write(copied, first * signatureBytes);
  }
  const sides = [new Uint8Array(signatureBytes), new Uint8Array(signatureBytes)] as const;
  return {
    read: (number, side) => store.read(number * signatureBytes, sides[side]),
    close: () => store.close(),
  };
}
