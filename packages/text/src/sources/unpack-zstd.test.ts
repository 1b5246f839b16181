/**
 * Frames of Zstandard as the reference library writes them, and frames that are made to do harm.
 */
import { readFileSync } from 'node:fs';
import { Zstd } from '@hpcc-js/wasm-zstd';
import fc from 'fast-check';
import { decompress } from 'fzstd';
import { beforeAll, expect, test } from 'vitest';
import { createByteCursor } from './byte-cursor.ts';
import { checkFrames } from './check-zstd-frames.ts';
import { createBlockMeter } from './measure-zstd-block.ts';
import { createParquetCompressors } from './parquet-compressors.ts';
import { StreamFault } from './stream-fault.ts';
import { unpackZstd } from './unpack-zstd.ts';
import { readBlockHeader, readFrameHeader } from './zstd-header.ts';

let zstd: Zstd;
beforeAll(async () => {
  zstd = await Zstd.load();
});

async function unpack(packed: Uint8Array): Promise<Buffer> {
  async function* once() {
    yield packed;
  }
  const blocks: Uint8Array[] = [];
  for await (const block of unpackZstd(createByteCursor(once()))) blocks.push(block);
  return Buffer.concat(blocks);
}

/** What each block of a frame says that it unpacks to. */
function measureAll(packed: Uint8Array): number[] {
  const header = readFrameHeader(packed);
  const meter = createBlockMeter(header.maxBlockBytes);
  const sizes: number[] = [];
  for (let at = header.numBytes, isLast = false; !isLast; ) {
    const block = readBlockHeader(packed.subarray(at), header);
    sizes.push(meter.measure(packed.subarray(at, at + block.numBytes)));
    at += block.numBytes;
    isLast = block.isLast;
  }
  return sizes;
}

const source = readFileSync(new URL('./measure-zstd-block.ts', import.meta.url));
/** Numbers that repeat in part, always the same. */
const mixed = Uint8Array.from({ length: 400_000 }, (_, at) => ((at * at * 7) >> 3) ^ (at % 251));
const samples: [name: string, bytes: Uint8Array][] = [
  ['nothing', new Uint8Array(0)],
  ['a letter', Buffer.from('a')],
  ['zeros', new Uint8Array(300_000)],
  ['source text', source],
  ['source text again and again', Buffer.concat(Array.from({ length: 60 }, () => source))],
  ['numbers', mixed],
  [
    'words of two languages',
    Buffer.from('Ropes 缆绳 and knots 绳结, '.repeat(9000).replace(/o/g, (_, at) => String(at % 37))),
  ],
];

test.each(samples)('measures and unpacks what the reference library makes of %s', async (_, bytes) => {
  for (const level of [-5, 1, 3, 9, 19]) {
    const packed = zstd.compress(bytes, level);
    const sizes = measureAll(packed);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(bytes.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(128 * 1024);
    expect((await unpack(packed)).equals(bytes)).toBe(true);
    expect(() => checkFrames(packed, bytes.length)).not.toThrow();
    if (bytes.length > 0) expect(() => checkFrames(packed, bytes.length - 1)).toThrow(StreamFault);
  }
});

/** One block with a literal and `num` matches of 65,539 bytes and more, as many bits for them as there are `bytes`. */
function makeSwelling(num: number, bytes: number): Uint8Array {
  const literals = [1 << 3, 0x61];
  const count = num - 0x7f00;
  // Tables of one symbol each: no literals, an offset of no bits, the longest match with 16 bits.
  const sequences = [0xff, count & 0xff, count >> 8, 0x54, 0, 0, 52];
  const content = [...literals, ...sequences, ...new Uint8Array(bytes), 1];
  const header = (content.length << 3) | (2 << 1) | 1;
  const frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58];
  return Uint8Array.from([...frame, header & 0xff, (header >> 8) & 0xff, header >> 16, ...content]);
}

test.each([
  // Four billion bytes of a block, all of whose bits are there; and six billion of one that has none.
  ['all bits', makeSwelling(60_000, 120_000), 'decompression-bomb'],
  ['no bits', makeSwelling(98_047, 0), 'corrupt-zstd'],
])(
  'a block that would keep the decoder busy for minutes is refused before it is unpacked: %s',
  async (_, packed, reason) => {
    await expect(unpack(packed)).rejects.toMatchObject({ reason });
    const { ZSTD } = createParquetCompressors(1e6);
    expect(() => ZSTD?.(packed, 1000)).toThrow(expect.objectContaining({ reason }));
  },
);

test.each([
  ['a window of more than 128 MiB', [0x00, 0x89]],
  ['a segment of more than 128 MiB', [0xa0, 1, 0, 0, 0x08]],
  ['a segment of more than any file', [0xe0, 0, 0, 0, 0, 0, 0, 0, 0x80]],
])('%s is refused', async (_, header) => {
  const packed = Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, ...header, ...new Uint8Array(16)]);
  await expect(unpack(packed)).rejects.toMatchObject({ reason: 'too-large' });
  expect(() => checkFrames(packed, 1e9)).toThrow(expect.objectContaining({ reason: 'too-large' }));
});

test('damage ends as a fault or as bytes of the size that was measured', async () => {
  const whole = zstd.compress(source, 3);
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(damage, async (places) => {
      const packed = whole.slice();
      for (const [place, byte] of places) packed[place] = byte;
      try {
        const bytes = await unpack(packed);
        expect(bytes.length).toBe(measureAll(packed).reduce((sum, size) => sum + size, 0));
      } catch (error) {
        expect(error).toBeInstanceOf(StreamFault);
      }
    }),
    { numRuns: 300 },
  );
  expect(Buffer.from(decompress(whole)).equals(source)).toBe(true);
});
