/**
 * How far stored values may be from those they were encoded from, by the type they are stored in.
 * Invariant: a bound is the largest error that correct rounding can cause in any row, so a correct conversion never exceeds it. With
 * 32 values a block the largest magnitude is at most sqrt(32) times their root mean square; below 2^-14 half-precision numbers have
 * a fixed step of 2^-24, which gives the absolute part.
 */
import type { TensorType } from '../blocks/tensor-type.ts';

export interface ErrorBound {
  /** Norm of the error over norm of the values. */
  readonly relative: number;
  /** What each value may be off besides. */
  readonly absolute: number;
}

const halfStep = 2 ** -25;

const bounds: Partial<Record<TensorType, ErrorBound>> = {
  f32: { relative: 1e-6, absolute: 0 },
  f16: { relative: 2 ** -11 * 1.1, absolute: halfStep },
  bf16: { relative: 2 ** -8 * 1.1, absolute: 0 },
  /** Half a step of max/127 for each value, and the rounding of the scale: sqrt(32) / 127 / 2. */
  q8_0: { relative: 0.024, absolute: 128 * halfStep },
  /** Half a step of max/8, a whole one where the opposite extreme is cut off. */
  q4_0: { relative: 0.36, absolute: 8 * halfStep },
  q4_1: { relative: 0.36, absolute: 16 * halfStep },
};

/** For types that this package only reads: what the coarsest of them may lose. */
const otherBound: ErrorBound = { relative: 0.5, absolute: 256 * halfStep };

/** The largest error that storing in a type may cause. */
export function getErrorBound(type: TensorType): ErrorBound {
  return bounds[type] ?? otherBound;
}
