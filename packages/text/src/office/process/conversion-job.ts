/**
 * What passes between the process that asks for conversions and the one that does them.
 * Invariant: one job is answered by one `Conversion`; the child's last words on standard error tell an end for want of memory.
 */
import type { OfficeFormat } from '../records/conversion.ts';

export interface ConversionJob {
  /** A path, or the bytes themselves. */
  source: string | Uint8Array;
  format: OfficeFormat;
  maxFileBytes: number;
}

/** Written to standard error by a child that takes too much memory. */
export const memoryMark = 'slipway: out of memory';
