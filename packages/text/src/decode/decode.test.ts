import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectBounded } from './collect-bounded.ts';
import { decodeText } from './decode-text.ts';
import { gunzipBounded } from './gunzip-bounded.ts';
import { splitLinesBounded } from './split-lines-bounded.ts';

const chinese = '我们在这里说明如何安装和使用这个软件，请先阅读文档，然后运行命令。';
/** The sentence above in GB18030, two bytes a character. */
const gb18030 = Buffer.from(
  'ced2c3c7d4dad5e2c0efcbb5c3f7c8e7bace b0b2d7b0bacdcab9d3c3d5e2b8f6c8edbcfea3acc7ebcfc8d4c4b6c1cec4b5b5a3acc8bbbaf3d4cbd0d0c3fcc1eea1a3'.replace(
    / /g,
    '',
  ),
  'hex',
);

async function* chunksOf(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('decodeText', () => {
  it('reads every well-formed text back from UTF-8 unless it looks binary', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const decoded = decodeText(Buffer.from(text, 'utf8'));
        if (decoded.kind === 'text')
          expect(decoded).toMatchObject({ text: text.replace(/^\ufeff/, ''), numReplaced: 0 });
        else expect(decoded.reason).toBe('binary');
      }),
    );
  });

  it('reads GB18030 where UTF-8 fails', () => {
    expect(decodeText(gb18030)).toEqual({ kind: 'text', text: chinese, encoding: 'gb18030', numReplaced: 0 });
  });

  it('reads UTF-16 by its byte order mark', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(chinese, 'utf16le')]);
    expect(decodeText(bytes)).toMatchObject({ text: chinese, encoding: 'utf-16le' });
  });

  it('repairs a few bad bytes and counts them', () => {
    const bytes = Buffer.concat([
      Buffer.from(chinese.repeat(10)),
      Buffer.from([0xff, 0xc3]),
      Buffer.from(' end'),
    ]);
    expect(decodeText(bytes)).toMatchObject({ kind: 'text', encoding: 'utf-8', numReplaced: 2 });
  });

  it('does not count U+FFFD that the author wrote', () => {
    const bytes = Buffer.concat([Buffer.from(`${'a'.repeat(500)}\ufffd\ufffd`), Buffer.from([0xff])]);
    expect(decodeText(bytes)).toMatchObject({ numReplaced: 1 });
  });

  it('does not take Western text for Chinese', () => {
    const latin1 = Buffer.from(
      'Le café était fermé, créé à Orléans où naît la légère fumée. '.repeat(4),
      'latin1',
    );
    expect(decodeText(latin1)).toMatchObject({ kind: 'refused', reason: 'invalid-encoding' });
    expect(decodeText(latin1, 'iso-8859-1')).toMatchObject({ kind: 'text', encoding: 'windows-1252' });
  });

  it('refuses binary content', () => {
    expect(decodeText(Buffer.from('PNG\0data'))).toMatchObject({ reason: 'binary' });
    expect(decodeText(Buffer.from('\x01\x02\x03abcdef'))).toMatchObject({ reason: 'binary' });
  });

  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void decodeText(bytes)),
      { numRuns: 1000 },
    );
  });
});

describe('bounds', () => {
  it('stops collecting beyond the bound', async () => {
    expect(await collectBounded(chunksOf(Buffer.alloc(1000), 100), 999)).toBeUndefined();
    expect((await collectBounded(chunksOf(Buffer.alloc(1000), 100), 1000))?.length).toBe(1000);
  });

  it('splits lines alike whatever the chunks, and skips what is too long', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 30 }).map((line) => line.replaceAll('\n', ''))),
        fc.integer({ min: 1, max: 40 }),
        async (lines, size) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const found = await collect(splitLinesBounded(chunksOf(bytes, size), 20));
          const expected = lines.map((line, index) => {
            const content = Buffer.from(line);
            return { number: index + 1, bytes: content.length > 20 ? undefined : content.toString('hex') };
          });
          expect(
            found.map((line) => ({ ...line, bytes: line.bytes && Buffer.from(line.bytes).toString('hex') })),
          ).toEqual(expected);
        },
      ),
    );
  });

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
