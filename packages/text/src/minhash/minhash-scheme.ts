/**
 * How documents are signed and when two are alike: plain data that is stored beside the signatures.
 * Invariant: equal schemes give equal signatures on every machine; signatures of different schemes are not to be compared.
 * Refuses: bands that reach beyond the slots, and sizes that the kernels have no room for.
 */
import { SlipwayError } from '@slipway/contracts';

export interface MinhashScheme {
  /**
   * `one-permutation` hashes each shingle once. `fineweb` is datatrove's MinHash with its normalisation and spaCy's English words; `nemo`
   * is NeMo Curator's over raw characters: both for results that are to be those of the originals, at a fraction of the speed.
   */
  mode: 'one-permutation' | 'fineweb' | 'nemo';
  /** Runs of words (a Han character or kana is one), or of characters. */
  shingle: { kind: 'words' | 'characters'; size: number };
  /** Places of a signature; a power of two with one permutation. */
  numSlots: number;
  /** Bytes of a place: 1, 2 or 4 with one permutation, 8 for `fineweb`, 4 for `nemo`. */
  slotBytes: 1 | 2 | 4 | 8;
  /** Two documents are compared if all rows of one band are equal. */
  bands: number;
  rows: number;
  seed: number;
}

/** Schemes by name; each one's threshold is in `minhashThresholds`. */
export const minhashSchemes = {
  /**
   * Pairs of similarity 0.8 are found with a probability of 0.997, of 0.5 with 0.12 and then refused by their estimate, whose standard
   * error is 0.018 at 0.8. The bands take half of the slots.
   */
  standard: {
    mode: 'one-permutation',
    shingle: { kind: 'words', size: 5 },
    numSlots: 512,
    slotBytes: 1,
    bands: 32,
    rows: 8,
    seed: 1,
  },
  /** `MinhashConfig()` of datatrove 0.10.1 (https://github.com/huggingface/datatrove): 14 buckets of 8 hashes, xxHash64. */
  fineweb: {
    mode: 'fineweb',
    shingle: { kind: 'words', size: 5 },
    numSlots: 112,
    slotBytes: 8,
    bands: 14,
    rows: 8,
    seed: 1,
  },
  /** `FuzzyDeduplicationWorkflow` of NeMo Curator 1.4.0 (https://github.com/NVIDIA-NeMo/Curator): 20 bands of 13 hashes. */
  nemo: {
    mode: 'nemo',
    shingle: { kind: 'characters', size: 24 },
    numSlots: 260,
    slotBytes: 4,
    bands: 20,
    rows: 13,
    seed: 42,
  },
} as const satisfies Record<string, MinhashScheme>;

/** Estimated similarity from which on documents are duplicates; the originals ask for no more than an equal band. */
export const minhashThresholds = { standard: 0.8, fineweb: null, nemo: null } as const satisfies Record<
  keyof typeof minhashSchemes,
  number | null
>;

/** Bytes of a signature. */
export function signatureBytesOf({ numSlots, slotBytes }: MinhashScheme): number {
  return numSlots * slotBytes;
}

/** @throws SlipwayError `argument-invalid` where the numbers do not fit together */
export function checkScheme(scheme: MinhashScheme): void {
  const { mode, shingle, numSlots, slotBytes, bands, rows } = scheme;
  const widths = { 'one-permutation': [1, 2, 4], fineweb: [8], nemo: [4] }[mode];
  const kinds = { 'one-permutation': ['words', 'characters'], fineweb: ['words'], nemo: ['characters'] }[
    mode
  ];
  const isPower = numSlots >= 16 && numSlots <= 4096 && (numSlots & (numSlots - 1)) === 0;
  const faults = [
    [!widths.includes(slotBytes), `slotBytes is ${slotBytes}, but may be ${widths.join(' or ')}`],
    [!kinds.includes(shingle.kind), `shingles of ${shingle.kind} are not for this mode`],
    [!(shingle.size >= 1 && shingle.size <= 256), `a shingle has 1 to 256 units, not ${shingle.size}`],
    [mode === 'one-permutation' && !isPower, `numSlots is ${numSlots}, no power of two from 16 to 4096`],
    [mode === 'nemo' && numSlots % 4 !== 0, `numSlots is ${numSlots}, no multiple of 4`],
    [!(bands >= 1 && rows >= 1 && bands * rows <= numSlots), 'bands times rows is more than the slots'],
  ] as const;
  const fault = faults.find(([isFault]) => isFault);
  if (fault)
    throw new SlipwayError({
      code: 'argument-invalid',
      message: `The MinHash scheme ${mode} does not fit together: ${fault[1]}.`,
      hint: 'Take one of minhashSchemes and change one number at a time.',
    });
}
