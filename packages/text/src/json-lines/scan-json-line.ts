/**
 * Takes named members out of one JSON object a line, in kernel memory, without making a JavaScript value of the rest.
 * Invariant: accepts what `JSON.parse` accepts, nested at most 1,024 deep; of two members of one name the later counts.
 */
import type { Kernels } from '../kernels/load-kernels.ts';

/** What a member's value is; `missing` where the object has none of that name. */
export type JsonKind = (typeof kinds)[number];

/** Why a line gives no object. */
export type JsonFault = 'invalid-json' | 'not-an-object' | 'too-deep';

export interface JsonMember {
  kind: JsonKind;
  /** Pointer to the value's first byte; of a string, after its quote. */
  start: number;
  /** Pointer after the value's last byte; of a string, to its quote. */
  end: number;
}

export interface JsonLineScanner {
  /**
   * Scans the line from `pointer` to `end`.
   * @returns the wanted members in the order they were asked for, or why there are none
   */
  scan(pointer: number, end: number): readonly JsonMember[] | JsonFault;
  /** Writes a string member's value as UTF-8 to `out`, which has room for its source. @returns its length in bytes */
  writeString(member: JsonMember, out: number): number;
}

const kinds = ['missing', 'string', 'escaped-string', 'number', 'object', 'array', 'literal'] as const;
const faults: readonly JsonFault[] = ['invalid-json', 'not-an-object', 'too-deep'];
const wordsPerName = 2;
const wordsPerMember = 3;

/**
 * @param options.names top-level members to find
 * @param options.maxLineBytes longest line that will be scanned
 */
export function createJsonLineScanner(
  kernels: Kernels,
  { names, maxLineBytes }: { names: readonly string[]; maxLineBytes: number },
): JsonLineScanner {
  const { calls } = kernels;
  const wanted = writeNames(kernels, names);
  const found = kernels.reserve(names.length * wordsPerMember * 4);
  const scratch = kernels.reserve(maxLineBytes);
  return {
    scan(pointer, end) {
      const code = calls.scanObject(pointer, end, wanted, names.length, found, scratch);
      if (code < 0) return faults[-code - 1] ?? 'invalid-json';
      const words = new Uint32Array(kernels.bytes().buffer, found, names.length * wordsPerMember);
      return names.map((_, place) => ({
        kind: kinds[words[place * wordsPerMember] ?? 0] ?? 'missing',
        start: words[place * wordsPerMember + 1] ?? 0,
        end: words[place * wordsPerMember + 2] ?? 0,
      }));
    },
    writeString({ kind, start, end }, out) {
      if (kind === 'escaped-string') return calls.unescapeString(start, end, out);
      kernels.bytes().copyWithin(out, start, end);
      return end - start;
    },
  };
}

function writeNames(kernels: Kernels, names: readonly string[]): number {
  const encoded = names.map((name) => new TextEncoder().encode(name));
  const entries = encoded.flatMap((bytes) => [kernels.place(bytes), bytes.length]);
  const table = kernels.reserve(names.length * wordsPerName * 4);
  new Uint32Array(kernels.bytes().buffer, table, entries.length).set(entries);
  return table;
}
