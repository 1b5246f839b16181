/**
 * A Zstandard stream (RFC 8878) unpacked block by block, with bounds on its window and on how much it may swell.
 * Invariant: holds one window (at most 128 MiB) and a few blocks, whatever the file claims; a block is measured before it is unpacked.
 * Refuses (throws `StreamFault`) damage, cut streams, dictionaries, larger windows and blocks, and what swells beyond 200:1. The checksum
 * of a frame is not compared: the decoder offers no such thing.
 */
import { Decompress } from 'fzstd';
import type { ByteCursor } from './byte-cursor.ts';
import { createBlockMeter } from './measure-zstd-block.ts';
import { StreamFault } from './stream-fault.ts';
import {
  frameMagic,
  isSkippable,
  maxFrameHeaderBytes,
  readBlockHeader,
  readFrameHeader,
} from './zstd-header.ts';

/** The decoder begins when it has so many bytes of a frame; what stands behind the last block is not read. */
const leastFedBytes = 18;
const maxInflationRatio = 200;
/** Small files may swell freely up to this size, in bytes. */
const freeOutputBytes = 8 * 1024 * 1024;

/** Unpacks one or more frames. @throws StreamFault */
export async function* unpackZstd(packed: ByteCursor): AsyncGenerator<Uint8Array> {
  let numOutputBytes = 0;
  while (await packed.fill(1)) {
    await need(packed, 8);
    const view = viewOf(packed.window());
    const magic = view.getUint32(0, true);
    if (isSkippable(magic)) {
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
  const meter = createBlockMeter(header.maxBlockBytes);
  const blocks: Uint8Array[] = [];
  const decoder = new Decompress((block) => blocks.push(block));
  feed(decoder, packed.window().slice(0, header.numBytes));
  packed.drop(header.numBytes);
  let numFed = header.numBytes;
  for (let isLast = false; !isLast; ) {
    await need(packed, 3);
    const { numBytes, isLast: isEnd } = readBlockHeader(packed.window(), header);
    isLast = isEnd;
    await need(packed, numBytes);
    const block = packed.window().slice(0, numBytes);
    meter.measure(block);
    feed(decoder, block);
    packed.drop(numBytes);
    numFed += numBytes;
    if (isLast && numFed < leastFedBytes) feed(decoder, new Uint8Array(leastFedBytes - numFed));
    yield* blocks.splice(0);
  }
  if (header.hasChecksum) {
    await need(packed, 4);
    packed.drop(4);
  }
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
