/**
 * A Zstandard stream (RFC 8878) unpacked block by block, with bounds on its window and on how much it may swell.
 * Invariant: holds one window (at most 128 MiB, the reference decoder's own bound) and a few blocks, whatever the file claims.
 * Refuses (throws `StreamFault`) damage, cut streams, dictionaries, larger windows, and what swells beyond 200:1. The checksum of a frame
 * is not compared: the decoder offers no such thing.
 */
import { Decompress } from 'fzstd';
import type { ByteCursor } from './byte-cursor.ts';
import { StreamFault } from './stream-fault.ts';

const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const maxWindowBytes = 128 * 1024 * 1024;
const maxBlockBytes = 128 * 1024;
const maxFrameHeaderBytes = 18;
const maxInflationRatio = 200;
/** Small files may swell freely up to this size, in bytes. */
const freeOutputBytes = 8 * 1024 * 1024;

interface FrameHeader {
  numBytes: number;
  hasChecksum: boolean;
  windowBytes: number;
}

/** Unpacks one or more frames. @throws StreamFault */
export async function* unpackZstd(packed: ByteCursor): AsyncGenerator<Uint8Array> {
  let numOutputBytes = 0;
  while (await packed.fill(1)) {
    await need(packed, 8);
    const view = viewOf(packed.window());
    const magic = view.getUint32(0, true);
    if ((magic & 0xfffffff0) === skippableMagic) {
      await packed.skip(8 + view.getUint32(4, true));
      continue;
    }
    if (magic !== frameMagic) throw new StreamFault('corrupt-zstd', 'no frame begins here');
    for await (const block of unpackFrame(packed)) {
      numOutputBytes += block.length;
      if (numOutputBytes > Math.max(freeOutputBytes, packed.position * maxInflationRatio))
        throw new StreamFault(
          'decompression-bomb',
          `unpacks to more than ${maxInflationRatio} times its size`,
        );
      yield block;
    }
  }
}

async function* unpackFrame(packed: ByteCursor): AsyncGenerator<Uint8Array> {
  await packed.fill(maxFrameHeaderBytes);
  const header = readFrameHeader(packed.window());
  if (header.windowBytes > maxWindowBytes)
    throw new StreamFault('too-large', `a window of ${header.windowBytes} bytes`);
  const blocks: Uint8Array[] = [];
  const decoder = new Decompress((block) => blocks.push(block));
  feed(decoder, packed.window().slice(0, header.numBytes));
  packed.drop(header.numBytes);
  for (let isLast = false; !isLast; ) {
    await need(packed, 3);
    const [low = 0, middle = 0, high = 0] = packed.window();
    const field = low | (middle << 8) | (high << 16);
    isLast = (field & 1) === 1;
    const isRepeated = ((field >> 1) & 3) === 1;
    const numBytes = 3 + (isRepeated ? 1 : field >> 3);
    if (field >> 3 > maxBlockBytes) throw new StreamFault('corrupt-zstd', 'a block is larger than allowed');
    await need(packed, numBytes);
    feed(decoder, packed.window().slice(0, numBytes));
    packed.drop(numBytes);
    yield* blocks.splice(0);
  }
  if (header.hasChecksum) {
    await need(packed, 4);
    packed.drop(4);
  }
}

function readFrameHeader(bytes: Uint8Array): FrameHeader {
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
  return { numBytes, hasChecksum: (flags & 4) !== 0, windowBytes };
}

async function need(packed: ByteCursor, numBytes: number): Promise<void> {
  if (!(await packed.fill(numBytes))) throw new StreamFault('truncated', 'the stream ends within a frame');
}

function feed(decoder: Decompress, bytes: Uint8Array): void {
  try {
    decoder.push(bytes);
  } catch (error) {
    throw new StreamFault('corrupt-zstd', error instanceof Error ? error.message : String(error));
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
