/**
 * Finds and masks personal data in documents of UTF-8 in kernel memory: mail and network addresses, telephones, accounts, cards, Chinese
 * identity numbers, plates and credit codes, keys and tokens.
 * Invariant: finds rise and do not overlap; numbers with check digits are found only where these hold. The same bytes and options give the
 * same finds.
 * Refuses: names and street addresses, which no pattern tells; a number of a form that plain numbers have too, unless words name it.
 */
import { SlipwayError } from '@slipway/contracts';
import type { Kernels } from '../kernels/load-kernels.ts';
import { maskTokens, type PersonalDataKind, personalDataKinds } from './kinds.ts';
import { knownSecrets, secretWords } from './secret-tables.ts';

export interface PersonalDataOptions {
  /** What to look for; everything unless said otherwise. */
  kinds?: readonly PersonalDataKind[];
  /** Whether network addresses of private, loopback, documentation and other reserved ranges count (RFC 6890). */
  findsReservedAddresses?: boolean;
}

export interface MaskOptions {
  /** `token` puts `maskTokens` in place of finds, `drop` nothing. */
  style: 'token' | 'drop';
}

export interface PersonalDataFinder {
  /**
   * Finds personal data in `length` bytes of UTF-8 at `pointer`.
   * @returns how many finds there are at `finds()`
   */
  find(pointer: number, length: number): number;
  /**
   * Pointer to the finds of the last call as triples of u32: the kind's place in `personalDataKinds`, the first byte, the byte after the
   * last, both from the document's beginning. Many finds lie in room that `find` reserved, which the caller gives back by its own mark.
   */
  finds(): number;
  /**
   * How many finds of each kind the last call made, in the order of `personalDataKinds`, counted from the finds; the same array is filled
   * anew by the next call.
   */
  counts(): Uint32Array;
  /** Bytes of room that `mask` needs for a document of `length` bytes. */
  maskedBytes(length: number): number;
  /** Finds and writes the document with its finds replaced to `out`. @returns bytes written */
  mask(pointer: number, length: number, out: number, options: MaskOptions): number;
}

const findBytes = 12;
const beginningBytes = 24;
const wordBytes = 16;
const contextWords = 8;
/** Finds that fit without reserving room for the call. */
const ownFinds = 4096;

function refuseKind(kind: string): never {
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `"${kind}" is no kind of personal data`,
    hint: `Name some of: ${personalDataKinds.join(', ')}.`,
  });
}

/** The wanted kinds as bits. */
function kindBits(kinds: readonly PersonalDataKind[]): number {
  return kinds.reduce((bits, kind) => {
    const place = personalDataKinds.indexOf(kind);
    return place < 0 ? refuseKind(kind) : bits | (1 << place);
  }, 0);
}

/** Known beginnings and naming words in the layout of `kernels/secrets.ts`. */
function storeSecretTables(kernels: Kernels): number[] {
  const encoder = new TextEncoder();
  const beginnings = new Uint8Array(knownSecrets.length * beginningBytes);
  const view = new DataView(beginnings.buffer);
  knownSecrets.forEach(({ kind, beginning, minBytes, maxBytes, minDigits }, place) => {
    const at = place * beginningBytes;
    beginnings.set([beginning.length, personalDataKinds.indexOf(kind), minDigits], at);
    view.setUint16(at + 4, minBytes, true);
    view.setUint16(at + 6, maxBytes, true);
    beginnings.set(encoder.encode(beginning), at + 8);
  });
  const words = new Uint8Array(secretWords.length * wordBytes);
  secretWords.forEach((word, place) => {
    const bytes = encoder.encode(word);
    words.set([bytes.length, ...bytes], place * wordBytes);
  });
  return [kernels.place(beginnings), knownSecrets.length, kernels.place(words), secretWords.length];
}

/** The kinds' tokens as pairs of pointer and length. */
function storeTokens(kernels: Kernels, style: MaskOptions['style']): number {
  const pairs = personalDataKinds.flatMap((kind) => {
    const bytes = new TextEncoder().encode(style === 'token' ? maskTokens[kind] : '');
    return [kernels.place(bytes), bytes.length];
  });
  return kernels.place(new Uint8Array(new Uint32Array(pairs).buffer));
}

/**
 * Makes a finder on kernels; its tables stay there, about 50 kB.
 * @throws SlipwayError `argument-invalid` for a kind that does not exist
 */
export function createPersonalDataFinder(
  kernels: Kernels,
  { kinds = personalDataKinds, findsReservedAddresses = false }: PersonalDataOptions = {},
): PersonalDataFinder {
  const { calls } = kernels;
  const fixed = [...storeSecretTables(kernels), kindBits(kinds), findsReservedAddresses ? 1 : 0];
  const own = kernels.reserve(ownFinds * findBytes);
  const context = kernels.reserve(contextWords * 4);
  const tokens = { token: storeTokens(kernels, 'token'), drop: storeTokens(kernels, 'drop') };
  const counts = new Uint32Array(personalDataKinds.length);
  let finds = own;
  let numFinds = 0;

  function run(pointer: number, length: number, room: { at: number; capacity: number }): number {
    finds = room.at;
    new Uint32Array(kernels.bytes().buffer, context, contextWords).set([...fixed, room.at, room.capacity]);
    return calls.findPersonalData(pointer, length, context);
  }

  function find(pointer: number, length: number): number {
    const first = run(pointer, length, { at: own, capacity: ownFinds });
    if (first <= ownFinds) return first;
    // Finds that did not fit cannot be taken back for an address around them, so the second count may be smaller, never larger.
    return run(pointer, length, { at: kernels.reserve(first * findBytes), capacity: first });
  }

  return {
    find(pointer, length) {
      numFinds = find(pointer, length);
      return numFinds;
    },
    finds: () => finds,
    counts() {
      counts.fill(0);
      const words = new Uint32Array(kernels.bytes().buffer, finds, numFinds * 3);
      for (let at = 0; at < words.length; at += 3) counts[words[at] ?? 0] = (counts[words[at] ?? 0] ?? 0) + 1;
      return counts;
    },
    maskedBytes: (length) => length * 3 + 64,
    mask(pointer, length, out, { style }) {
      numFinds = find(pointer, length);
      return calls.maskFinds(pointer, length, finds, numFinds, tokens[style], out);
    },
  };
}
