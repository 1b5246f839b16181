import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzipBounded } from './gunzip-bounded.ts';

async function* chunksOf(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('gunzipBounded', () => {
  it('unpacks gzip in several members', async () => {
    const packed = Buffer.concat([gzipSync('one '), gzipSync('two')]);
    expect(Buffer.concat(await collect(gunzipBounded(chunksOf(packed, 7)))).toString()).toBe('one two');
  });

  it('stops at a decompression bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    await expect(collect(gunzipBounded(chunksOf(bomb, 65_536)))).rejects.toMatchObject({
      reason: 'decompression-bomb',
    });
  });

  it('tells damaged and truncated data', async () => {
    const packed = gzipSync('some text that is long enough to be cut');
    await expect(collect(gunzipBounded(chunksOf(packed.subarray(0, 30), 10)))).rejects.toMatchObject({
      reason: 'corrupt-gzip',
    });
    await expect(collect(gunzipBounded(chunksOf(Buffer.from('no gzip'), 10)))).rejects.toMatchObject({
      reason: 'corrupt-gzip',
    });
  });

  it('passes on what the source throws', async () => {
    async function* broken() {
      yield gzipSync('x').subarray(0, 5);
      throw new Error('disk gone');
    }
    await expect(collect(gunzipBounded(broken()))).rejects.toThrow('disk gone');
  });

  it('can be left in the middle', async () => {
    const packed = gzipSync(Buffer.from('line\n'.repeat(200_000)));
    for await (const chunk of gunzipBounded(chunksOf(packed, 100))) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });
});
