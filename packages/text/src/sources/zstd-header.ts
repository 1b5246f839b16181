/**
 * What begins a frame of Zstandard (RFC 8878, 3.1.1.1).
 * Invariant: numbers are as the frame claims them. Refuses (throws `StreamFault`) dictionaries, and windows above 128 MiB, which is the
 * reference decoder's own bound.
 */
import { StreamFault } from './stream-fault.ts';

export const frameMagic = 0xfd2fb528;
export const maxFrameHeaderBytes = 18;
const skippableMagic = 0x184d2a50;
const maxWindowBytes = 128 * 1024 * 1024;
const maxBlockBytes = 128 * 1024;

export interface FrameHeader {
  numBytes: number;
  hasChecksum: boolean;
  windowBytes: number;
  /** That a block may unpack to. */
  maxBlockBytes: number;
}

export function isSkippable(magic: number): boolean {
  return (magic & 0xfffffff0) === skippableMagic;
}

/** @param bytes at least the header's, its magic number included */
export function readFrameHeader(bytes: Uint8Array): FrameHeader {
  const flags = bytes[4] ?? 0;
  const isSingleSegment = (flags & 0x20) !== 0;
  if ((flags & 3) !== 0) throw new StreamFault('corrupt-zstd', 'it needs a dictionary');
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const numBytes = 5 + (isSingleSegment ? 0 : 1) + sizeBytes;
  if (bytes.length < numBytes) throw new StreamFault('truncated', 'the stream ends within a frame');
  let windowBytes = 0;
  if (isSingleSegment) {
    for (let at = sizeBytes - 1; at >= 0; at -= 1) windowBytes = windowBytes * 256 + (bytes[5 + at] ?? 0);
    if (sizeBytes === 2) windowBytes += 256;
  } else {
    const descriptor = bytes[5] ?? 0;
    const base = 2 ** (10 + (descriptor >> 3));
    windowBytes = base + (base / 8) * (descriptor & 7);
  }
  if (windowBytes > maxWindowBytes) throw new StreamFault('too-large', `a window of ${windowBytes} bytes`);
  return {
    numBytes,
    hasChecksum: (flags & 4) !== 0,
    windowBytes,
    maxBlockBytes: Math.min(windowBytes, maxBlockBytes),
  };
}

/** Bytes that a block takes, its header included, and whether it is the last of its frame. @param bytes at least three */
export function readBlockHeader(
  bytes: Uint8Array,
  { maxBlockBytes }: FrameHeader,
): { numBytes: number; isLast: boolean } {
  const [low = 0, middle = 0, high = 0] = bytes;
  const field = low | (middle << 8) | (high << 16);
  if (field >> 3 > maxBlockBytes) throw new StreamFault('corrupt-zstd', 'a block is larger than allowed');
  const isRepeated = ((field >> 1) & 3) === 1;
  return { numBytes: 3 + (isRepeated ? 1 : field >> 3), isLast: (field & 1) === 1 };
}
