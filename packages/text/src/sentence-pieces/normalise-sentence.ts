/**
 * The normaliser of SentencePiece (`normalizer.cc`, 0.2): the longest entry of the compiled map at each place is replaced, spaces become
 * U+2581, superfluous ones go, one is put in front.
 * Invariant: user-defined pieces in the text stay as they are.
 */
import { refuseTokenizer } from '../tokenizer/tokenizer-error.ts';
import type { SentencePieceModel } from './read-model.ts';

export const spaceMark = '\u2581';
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The double-array trie of darts-clone, as the compiled map holds it. */
interface CharacterMap {
  units: Uint32Array;
  texts: Uint8Array;
}

function readCharacterMap(bytes: Uint8Array): CharacterMap {
  if (bytes.length === 0) return { units: new Uint32Array(0), texts: bytes };
  const size = bytes.length < 4 ? -1 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (size < 0 || size % 4 !== 0 || size > bytes.length - 4)
    refuseTokenizer("the SentencePiece model's map of characters is damaged", 'Take the .model file anew.');
  return { units: new Uint32Array(bytes.slice(4, 4 + size).buffer), texts: bytes.slice(4 + size) };
}

const offsetOf = (unit: number) => (unit >>> 10) << ((unit & 512) >>> 6);
const leafBit = 256;
const labelMask = 0x800000ff;
const mostMatches = 32;

/** The longest entry at a place: its length in bytes, and where its text stands; length 0 if there is none. */
function findEntry({ units }: CharacterMap, bytes: Uint8Array, start: number) {
  let node = offsetOf(units[0] ?? 0);
  let best = { length: 0, textAt: 0 };
  let numMatches = 0;
  for (let at = start; units.length > 0 && at < bytes.length && numMatches < mostMatches; at++) {
    node ^= bytes[at] ?? 0;
    const unit = units[node] ?? 0;
    if ((unit & labelMask) >>> 0 !== bytes[at]) break;
    node ^= offsetOf(unit);
    if ((unit & leafBit) === 0) continue;
    best = { length: at + 1 - start, textAt: (units[node] ?? 0) & 0x7fffffff };
    numMatches += 1;
  }
  return best;
}

function characterLength(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

function hasAt(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  return text.every((byte, place) => bytes[at + place] === byte);
}

/** The user-defined pieces by their first byte, the longest first. */
function groupUserDefined({ pieces }: SentencePieceModel): Map<number, Uint8Array[]> {
  const groups = new Map<number, Uint8Array[]>();
  for (const { type, text } of pieces) {
    const bytes = encoder.encode(text);
    const first = bytes[0];
    if (type !== 'user-defined' || first === undefined) continue;
    const group = groups.get(first) ?? [];
    groups.set(
      first,
      [...group, bytes].sort((a, b) => b.length - a.length),
    );
  }
  return groups;
}

/** @returns a function from a text to its normalised form */
export function createSentenceNormaliser(model: SentencePieceModel): (text: string) => string {
  const map = readCharacterMap(model.characterMap);
  const kept = groupUserDefined(model);

  /** What stands at a place and what it becomes. */
  function takeAt(bytes: Uint8Array, at: number): { text: string; length: number } {
    const own = kept.get(bytes[at] ?? 0)?.find((text) => hasAt(bytes, at, text));
    const entry = own ? { length: 0, textAt: 0 } : findEntry(map, bytes, at);
    if (entry.length > 0) {
      const end = map.texts.indexOf(0, entry.textAt);
      return { text: decoder.decode(map.texts.subarray(entry.textAt, end)), length: entry.length };
    }
    const length = own?.length ?? characterLength(bytes[at] ?? 0);
    return { text: decoder.decode(bytes.subarray(at, at + length)), length };
  }

  return (source) => {
    const bytes = encoder.encode(source);
    const space = model.escapesSpaces ? spaceMark : ' ';
    let at = 0;
    while (model.removesExtraSpaces && at < bytes.length) {
      const { text, length } = takeAt(bytes, at);
      if (text !== ' ') break;
      at += length;
    }
    if (at >= bytes.length) return '';
    let normalised = model.addsDummyPrefix ? space : '';
    let isAfterSpace = model.removesExtraSpaces;
    while (at < bytes.length) {
      const { text, length } = takeAt(bytes, at);
      const rest = isAfterSpace ? text.replace(/^ +/, '') : text;
      normalised += rest.replaceAll(' ', space);
      if (rest !== '') isAfterSpace = rest.endsWith(' ');
      if (!model.removesExtraSpaces) isAfterSpace = false;
      at += length;
    }
    if (model.removesExtraSpaces) while (normalised.endsWith(space)) normalised = normalised.slice(0, -1);
    return normalised;
  };
}
