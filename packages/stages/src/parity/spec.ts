/**
 * What a user may ask of a parity gate, and the only home of its bounds.
 * The bounds were set from measurements of sound conversions, several times above them and far below any planted fault.
 */
import { z } from 'zod';

export const handover = z.enum(['merge', 'quantise']);

export const paritySpec = z.strictObject({
  /** `merge`: base and adapter in PyTorch against the merged file. `quantise`: a file against its quantised form. */
  handover,
  /** Mean difference of relevant log-probabilities, in nats. */
  maxMeanLogit: z.number().positive().optional(),
  /** Largest single difference, in nats. */
  maxLogit: z.number().positive().optional(),
  /** Relative difference of bits per byte. */
  maxBitsPerByte: z.number().positive().optional(),
});
export type ParitySpec = z.infer<typeof paritySpec>;

/** Bounds by hand-over. F16 rounds at 2^-11; Q8_0 rounds weights and activations at 2^-8 of a block's largest value. */
export const defaultBounds = {
  merge: { meanLogit: 0.02, maxLogit: 0.25, bitsPerByte: 0.005 },
  quantise: { meanLogit: 0.25, maxLogit: 2, bitsPerByte: 0.01 },
} as const;
