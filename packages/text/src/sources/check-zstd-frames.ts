/**
 * Looks at frames of Zstandard that are unpacked as a whole.
 * Invariant: what passes unpacks to at most the bound, and takes a decoder work in proportion to it.
 * Refuses (throws `StreamFault`) what `zstd-header.ts` and `measure-zstd-block.ts` refuse, and cut frames.
 */

import { createBlockMeter } from './measure-zstd-block.ts';
import { StreamFault } from './stream-fault.ts';
import { frameMagic, isSkippable, readBlockHeader, readFrameHeader } from './zstd-header.ts';

/** @param maxBytes that all frames together may unpack to */
export function checkFrames(packed: Uint8Array, maxBytes: number): void {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  let left = maxBytes;
  for (let at = 0; at < packed.length; ) {
    if (at + 8 > packed.length) throw cut();
    const magic = view.getUint32(at, true);
    if (isSkippable(magic)) {
      at += 8 + view.getUint32(at + 4, true);
      continue;
    }
    if (magic !== frameMagic) throw new StreamFault('corrupt-zstd', 'no frame begins here');
    const header = readFrameHeader(packed.subarray(at));
    const meter = createBlockMeter(header.maxBlockBytes);
    at += header.numBytes;
    for (let isLast = false; !isLast; ) {
      if (at + 3 > packed.length) throw cut();
      const block = readBlockHeader(packed.subarray(at, at + 3), header);
      isLast = block.isLast;
      if (at + block.numBytes > packed.length) throw cut();
      left -= meter.measure(packed.subarray(at, at + block.numBytes));
      if (left < 0) throw new StreamFault('decompression-bomb', `unpacks to more than ${maxBytes} bytes`);
      at += block.numBytes;
    }
    if (header.hasChecksum) at += 4;
  }
}

function cut(): StreamFault {
  return new StreamFault('truncated', 'the stream ends within a frame');
}
