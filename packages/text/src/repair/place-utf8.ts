/**
 * Raw bytes as UTF-8 in kernel memory, from whatever encoding they came in.
 * Invariant: bytes that are UTF-8 are taken as such whatever they are said to be; what a charset says is believed before what is likely.
 * Refuses binary content and text of which more than 1 % cannot be read in any encoding.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { decodeLegacy, standardEncoding } from './decode-legacy.ts';
import { detectEncoding } from './detect-encoding.ts';

export interface Utf8Text {
  pointer: number;
  /** Length in bytes. */
  length: number;
  /** WHATWG label of the encoding it came in. */
  encoding: string;
  /** Characters U+FFFD put in for bytes that cannot be read. */
  numReplaced: number;
}

export interface RefusedText {
  kind: 'refused';
  reason: 'binary' | 'invalid-encoding';
  /** For people. */
  detail: string;
}

/** Places a text; `charset` is any label, or none. */
export type Utf8Placer = (bytes: Uint8Array, charset?: string) => Utf8Text | RefusedText;

const maxReplacedShare = 0.01;
const maxControlShare = 0.05;
const slack = 16;
const hasNul = -1;
const encoder = new TextEncoder();

/** Makes a placer on kernels. Room for each text is reserved: mark before, release after. */
export function createUtf8Placer(kernels: Kernels): Utf8Placer {
  const { calls } = kernels;
  const count = kernels.reserve(4);

  function repairBroken(pointer: number, length: number): Utf8Text {
    const out = kernels.reserve(length * 3 + slack);
    const written = calls.repairUtf8(pointer, length, out, count);
    const numReplaced = new DataView(kernels.bytes().buffer).getUint32(count, true);
    return { pointer: out, length: written, encoding: 'utf-8', numReplaced };
  }

  function acceptString(text: string, encoding: string): Utf8Text | RefusedText {
    const bytes = encoder.encode(text);
    const numReplaced = text.split('\ufffd').length - 1;
    return accept({ pointer: kernels.place(bytes), length: bytes.length, encoding, numReplaced });
  }

  return (bytes, charset) => {
    const wide = wideEncoding(bytes);
    if (wide !== undefined) return acceptString(decodeLegacy(bytes, wide), wide);
    const { length } = bytes;
    const pointer = kernels.place(bytes);
    const numControls = calls.countControls(pointer, length);
    if (numControls === hasNul || numControls > length * maxControlShare)
      return { kind: 'refused', reason: 'binary', detail: 'NUL bytes or more than 5 % control bytes' };
    if (calls.isUtf8(pointer, length) === 1) return { pointer, length, encoding: 'utf-8', numReplaced: 0 };
    const broken = repairBroken(pointer, length);
    // What has more whole characters outside ASCII than broken ones, which count as well, is UTF-8 that suffered.
    if (countForeign(kernels, broken) > broken.numReplaced * 2) return accept(broken);
    const declared = charset === undefined ? undefined : standardEncoding(charset);
    for (const encoding of [declared, detectEncoding(bytes)?.encoding]) {
      if (encoding === undefined || encoding === 'utf-8') continue;
      const accepted = acceptString(decodeLegacy(bytes, encoding), encoding);
      if (!('kind' in accepted)) return accepted;
    }
    return accept(broken);
  };
}

function accept(text: Utf8Text): Utf8Text | RefusedText {
  const share = text.numReplaced / Math.max(1, text.length);
  if (share <= maxReplacedShare) return text;
  const detail = `${(share * 100).toFixed(1)} % of it cannot be read as ${text.encoding}`;
  return { kind: 'refused', reason: 'invalid-encoding', detail };
}

/** Characters outside ASCII: each has one lead byte. */
function countForeign(kernels: Kernels, { pointer, length }: Utf8Text): number {
  let num = 0;
  for (const byte of kernels.bytes().subarray(pointer, pointer + length)) if (byte >= 0xc0) num += 1;
  return num;
}

function wideEncoding([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}
