/**
 * Finds the encoding of a text that is not UTF-8 by how likely its characters would be in the languages that used each encoding.
 * Invariant: the same bytes give the same answer; at most 16 KiB are looked at.
 * Refuses to answer where no language makes the bytes likely, or where there is too little outside ASCII to tell.
 */
import { decodeLegacy } from './decode-legacy.ts';
import { letterFrequencies } from './generated/letter-frequencies.ts';

export interface DetectedEncoding {
  /** WHATWG label. */
  encoding: string;
  /** The language that makes the bytes most likely; a guess from few letters. */
  language: string;
}

const sampleBytes = 16 * 1024;
/** Bits that a character costs which is in no table of its language. */
const unknownBits = 15;
/** A capital is rarer than its small letter. */
const capitalBits = 5;
/** Bits that a byte costs which the encoding does not know, or reads as a control character. */
const brokenBits = 40;
/** More bits a byte than this is no text of the language. Noise read as Chinese costs 7.5. */
const maxBitsPerByte = 7.2;
const maxShareBroken = 0.02;

/** Encodings of several bytes a character and the languages that were written in them; of equals the first wins. */
const wideCandidates: readonly (readonly [encoding: string, languages: string])[] = [
  ['gb18030', 'zh-CN'],
  ['big5', 'zh-TW'],
  ['shift_jis', 'ja'],
  ['euc-jp', 'ja'],
  ['euc-kr', 'ko'],
];

/** Encodings of one byte a character. */
const narrowCandidates: typeof wideCandidates = [
  ['windows-1252', 'fr de es pt it sv da nb fi is ca'],
  ['windows-1251', 'ru uk bg sr'],
  ['windows-1250', 'pl cs sk hu ro hr sl'],
  ['iso-8859-2', 'pl cs sk hu ro hr sl'],
  ['koi8-u', 'ru uk'],
  ['windows-1253', 'el'],
  ['windows-1254', 'tr'],
  ['windows-1255', 'he'],
  ['windows-1256', 'ar fa'],
  ['windows-1257', 'lt lv et'],
  ['windows-1258', 'vi'],
  ['windows-874', 'th'],
  ['ibm866', 'ru'],
  ['iso-8859-5', 'ru'],
];

type BitTable = ReadonlyMap<string, number>;

let tables: ReadonlyMap<string, BitTable> | undefined;
let narrowCosts: readonly { encoding: string; language: string; bits: Float64Array }[] | undefined;

/** @returns the most likely encoding, or nothing where none is likely */
export function detectEncoding(bytes: Uint8Array): DetectedEncoding | undefined {
  const sample = bytes.subarray(0, sampleBytes);
  const histogram = countHighBytes(sample);
  const numForeign = histogram.reduce((sum, number) => sum + number, 0);
  let best: DetectedEncoding | undefined;
  let leastBits = maxBitsPerByte * numForeign;
  for (const [encoding, language] of wideCandidates) {
    const bits = sumWideBits(decodeLegacy(sample, encoding), {
      language,
      maxBroken: numForeign * maxShareBroken,
    });
    if (bits >= leastBits) continue;
    leastBits = bits;
    best = { encoding, language };
  }
  narrowCosts ??= makeNarrowCosts();
  for (const { encoding, language, bits } of narrowCosts) {
    const sum = bits.reduce((total, cost, place) => total + cost * (histogram[place] ?? 0), 0);
    if (sum >= leastBits) continue;
    leastBits = sum;
    best = { encoding, language };
  }
  return best;
}

/** How often each byte from 0x80 on stands there. */
function countHighBytes(bytes: Uint8Array): Uint32Array {
  const counts = new Uint32Array(128);
  for (const byte of bytes) if (byte >= 0x80) counts[byte - 0x80] = (counts[byte - 0x80] ?? 0) + 1;
  return counts;
}

/** What a text costs; no end of it where too much is broken. */
function sumWideBits(text: string, { language, maxBroken }: { language: string; maxBroken: number }): number {
  const table = bitTables().get(language);
  let sum = 0;
  let numBroken = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character <= '\x7f') continue;
    if (character === '\ufffd') numBroken += 1;
    if (numBroken > maxBroken) return Number.POSITIVE_INFINITY;
    sum += bitsOf(character, table);
  }
  return sum;
}

function bitsOf(character: string, table: BitTable | undefined): number {
  const bits = table?.get(character);
  if (bits !== undefined) return bits;
  if (character === '\ufffd' || (character >= '\x80' && character < '\xa0')) return brokenBits;
  const small = table?.get(character.toLowerCase());
  return small === undefined ? unknownBits : Math.min(unknownBits, small + capitalBits);
}

/** For each language the bits of each character it uses. */
function bitTables(): ReadonlyMap<string, BitTable> {
  tables ??= new Map(
    Object.entries(letterFrequencies).map(([language, groups]) => [
      language,
      new Map(
        Object.entries(groups).flatMap(([bits, characters]) =>
          [...characters].map((character) => [character, Number(bits) + 0.5] as const),
        ),
      ),
    ]),
  );
  return tables;
}

/** For each narrow encoding and language the bits that each byte from 0x80 on costs. */
function makeNarrowCosts() {
  const high = Uint8Array.from({ length: 128 }, (_, place) => 0x80 + place);
  return narrowCandidates.flatMap(([encoding, languages]) => {
    const characters = [...decodeLegacy(high, encoding)];
    return languages.split(' ').map((language) => {
      const table = bitTables().get(language);
      return {
        encoding,
        language,
        bits: Float64Array.from(characters, (character) => bitsOf(character, table)),
      };
    });
  });
}
