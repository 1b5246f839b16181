import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { declaredCharset } from './declared-charset.ts';
import { decodeLegacy } from './decode-legacy.ts';
import { detectEncoding } from './detect-encoding.ts';
import { repairMojibake } from './repair-mojibake.ts';
import { createTextRepairer, type TextRepairer } from './repair-text.ts';

interface Sample {
  encoding: string;
  text: string;
  bytes: string;
}

let kernels: Kernels;
let repairer: TextRepairer;
beforeAll(async () => {
  kernels = await loadKernels();
  repairer = createTextRepairer(kernels);
});

const samples = JSON.parse(
  readFileSync(new URL('__fixtures__/encodings.json', import.meta.url), 'utf8'),
) as Sample[];
const encode = (text: string) => new TextEncoder().encode(text);

function repair(bytes: Uint8Array, charset?: string) {
  const mark = kernels.mark();
  const result = repairer.repair(bytes, charset);
  const { pointer, length } = result.kind === 'text' ? result : { pointer: 0, length: 0 };
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    kernels.bytes().slice(pointer, pointer + length),
  );
  kernels.release(mark);
  return result.kind === 'text' ? { ...result, pointer: 0, length: 0, text } : result;
}

test.each(samples)('finds $encoding: $text', ({ text, bytes }) => {
  const raw = Buffer.from(bytes, 'hex');
  expect(decodeLegacy(raw, detectEncoding(raw)?.encoding ?? 'utf-8')).toBe(text);
  expect(repair(raw)).toMatchObject({ text: text.normalize('NFC'), numReplaced: 0 });
});

describe('repairing', () => {
  test('believes the charset where the bytes are not UTF-8, and only there', () => {
    expect(repair(Buffer.from('caf\xe9', 'latin1'), 'iso-8859-1')).toMatchObject({
      text: 'café',
      encoding: 'windows-1252',
    });
    expect(repair(encode('café'), 'iso-8859-1')).toMatchObject({ text: 'café', encoding: 'utf-8' });
    expect(repair(Buffer.from('\x93caf\xe9\x94', 'latin1'), 'latin1')).toMatchObject({ text: '“café”' });
  });

  test('reads UTF-16 by its byte order mark', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('我们 a', 'utf16le')]);
    expect(repair(bytes)).toMatchObject({ text: '我们 a', encoding: 'utf-16le' });
  });

  test('keeps UTF-8 that lost a few bytes and counts them', () => {
    const bytes = Buffer.concat([encode('我们在这里说明如何安装。'.repeat(10)), Buffer.from([0xff])]);
    expect(repair(bytes)).toMatchObject({ encoding: 'utf-8', numReplaced: 1 });
  });

  test('refuses binary content and what no encoding explains', () => {
    expect(repair(Buffer.from('PNG\0data'))).toMatchObject({ reason: 'binary' });
    const noise = Uint8Array.from({ length: 600 }, (_, at) => 128 + ((at * at * 7 + at * 13) % 128));
    expect(repair(noise)).toMatchObject({ reason: 'invalid-encoding' });
  });

  test('cleans, composes and leaves the memory as it was', () => {
    const mark = kernels.mark();
    expect(repair(encode('\ufeffe\u0301\r\nA\u200bB\u00a0C'))).toMatchObject({ text: 'é\nAB C' });
    expect(kernels.mark()).toBe(mark);
  });

  test('folds full-width forms where asked', () => {
    const mark = kernels.mark();
    const folding = createTextRepairer(kernels, { foldsWide: true });
    const result = folding.repair(encode('ＡＢＣ　１２３！'));
    if (result.kind !== 'text') throw new Error('refused');
    const bytes = kernels.bytes().slice(result.pointer, result.pointer + result.length);
    expect(Buffer.from(bytes).toString()).toBe('ABC 123!');
    kernels.release(mark);
  });

  test('never throws, whatever the bytes and the charset', () => {
    const charsets = fc.constantFrom(
      undefined,
      'gbk',
      'utf-16',
      'no-such-thing',
      'replacement',
      'iso-2022-jp',
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        charsets,
        (bytes, charset) => void repair(bytes, charset),
      ),
      { numRuns: 500 },
    );
  });
});

describe('mojibake', () => {
  test.each([
    ['CafÃ© dâ€™Ã©tÃ©', 'Café d’été'],
    ['CafÃƒÂ© Ã¢â‚¬â„¢', 'Café ’'],
    ['æˆ‘ä»¬ ðŸ˜€', '我们 😀'],
    ['â€œquotedâ€\x9d', '“quoted”'],
  ])('%s', (broken, meant) => {
    expect(repairMojibake(broken).text).toBe(meant);
  });

  test.each([
    'virtualisé » et créé à Orléans',
    'NÃO À “LA UNE”…',
    'Fuß“ und groß»',
    'naïve café’s “Ünïcödé”',
    '‘‘un café’’',
    '«Ça va»',
  ])('leaves %s', (text) => {
    expect(repairMojibake(text)).toEqual({ text, numMended: 0 });
  });

  test('undoes what it should of any text of letters', () => {
    const text = fc.stringMatching(/^[a-zçéèêëîïôöùûü’我们 ]{0,40}$/);
    fc.assert(
      fc.property(text, (made) => {
        const broken = decodeLegacy(encode(made), 'windows-1252');
        expect(repairMojibake(broken).text).toBe(made);
      }),
    );
  });
});

test('finds the charset that a page names', () => {
  expect(declaredCharset(encode('<!doctype html><meta charset="GBK">'))).toBe('GBK');
  const old = '<html><META http-equiv=Content-Type content="text/html; charset=shift_jis">';
  expect(declaredCharset(encode(old))).toBe('shift_jis');
  expect(declaredCharset(encode('<?xml version="1.0" encoding="iso-8859-2"?>'))).toBe('iso-8859-2');
  expect(declaredCharset(encode('<p>charset=x'))).toBeUndefined();
});
