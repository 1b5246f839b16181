/**
 * The bands of signatures as records that can be sorted: a hash of 64 bits, the unit and the document.
 * Invariant: equal bands of equal places and scopes have equal hashes on every machine, so records may be divided by their first word
 * among machines, and no pair is torn apart.
 */
import { loadKernels } from '../kernels/load-kernels.ts';
import { type MinhashScheme, signatureBytesOf } from './minhash-scheme.ts';

/** The signatures of a unit's documents, one behind the other. */
export interface SignedUnit {
  unit: number;
  numDocuments: number;
  signatures: Uint8Array;
  /** A number for each document; only those of the same are compared. */
  scopes?: Uint32Array | undefined;
}

export type SignedUnits = Iterable<SignedUnit> | AsyncIterable<SignedUnit>;

/** Words of a record: hash, unit, document. */
export const bandWords = 4;
const documentsAtOnce = 1024;

/** Records of all bands, in blocks that are overwritten when the next is asked for. */
export async function* hashBands(inputs: SignedUnits, scheme: MinhashScheme): AsyncGenerator<Uint32Array> {
  const kernels = await loadKernels();
  const signatureBytes = signatureBytesOf(scheme);
  const bandBytes = scheme.rows * scheme.slotBytes;
  const room = kernels.reserve(documentsAtOnce * signatureBytes);
  const scopeRoom = kernels.reserve(documentsAtOnce * 4);
  const out = kernels.reserve(documentsAtOnce * scheme.bands * bandWords * 4);
  for await (const { unit, numDocuments, signatures, scopes } of inputs) {
    for (let first = 0; first < numDocuments; first += documentsAtOnce) {
      const count = Math.min(documentsAtOnce, numDocuments - first);
      kernels
        .bytes()
        .set(signatures.subarray(first * signatureBytes, (first + count) * signatureBytes), room);
      if (scopes)
        new Uint32Array(kernels.bytes().buffer, scopeRoom, count).set(scopes.subarray(first, first + count));
      const where = [room, count, scheme.bands, bandBytes, signatureBytes, scopes ? scopeRoom : 0] as const;
      const numRecords = kernels.calls.hashBands(...where, unit, first, out);
      yield new Uint32Array(kernels.bytes().buffer, out, numRecords * bandWords);
    }
  }
}
