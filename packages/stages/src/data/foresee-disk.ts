/**
 * The disk that the factory and its dataset take, told from the size of the input.
 * Invariant: pure; the shares are those of the table of measured rates, or of the formats that are written.
 */
import { measuredRates } from '@slipway/text';

/** Records of the search for duplicates, for each byte of the input. */
const sortBytesPerByte = 0.3;
/** The dataset's texts as JSON, in the draft. */
const datasetBytesPerByte = 1.1;

/** Bytes of disk that the factory and its dataset take beside an input of so many. */
export function foreseeDisk(numBytes: number): number {
  const perByte = measuredRates.shape.partBytesPerByte + sortBytesPerByte + datasetBytesPerByte;
  return Math.round(numBytes * perByte);
}
