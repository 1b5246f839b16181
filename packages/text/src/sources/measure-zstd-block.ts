/**
 * How many bytes a block of Zstandard unpacks to, told from its lengths alone, before anything is unpacked (RFC 8878, 3.1.1.3).
 * Invariant: what passes here takes the decoder work in proportion to the block's allowed size. The decoder itself does not stop where
 * sequences go beyond it: 20 bytes could keep it busy for minutes.
 * Refuses (throws `StreamFault`) blocks that unpack to more than a block may, and sequences that do not fit into their bits.
 */
import { StreamFault } from './stream-fault.ts';
import { corrupt, type FseTable, makeSingleTable, makeTable, readTable } from './zstd-tables.ts';

/** Told of each block of a frame in their order, since a block may repeat the tables of the one before. */
export interface BlockMeter {
  /** @param block with its header of three bytes. @returns bytes that it unpacks to. @throws StreamFault */
  measure(block: Uint8Array): number;
}

interface Code {
  /** Bits behind each symbol, where it stands for more than one length. */
  extraBits: readonly number[];
  /** Shortest length of each symbol. */
  lengths: readonly number[];
  maxAccuracy: number;
  predefined: FseTable;
}

function makeCode(runs: string, from: number, maxAccuracy: number, shares: string): Code {
  const extraBits = spread(runs);
  const lengths: number[] = [];
  let length = from;
  for (const bits of extraBits) {
    lengths.push(length);
    length += 2 ** bits;
  }
  const list = spread(shares);
  const numStates = list.reduce((sum, share) => sum + Math.abs(share), 0);
  return { extraBits, lengths, maxAccuracy, predefined: makeTable(list, Math.log2(numStates)) };
}

/** `0x3 1` is 0, 0, 0, 1. */
function spread(runs: string): number[] {
  return runs.split(' ').flatMap((run) => {
    const [value = '', times = '1'] = run.split('x');
    return Array<number>(Number(times)).fill(Number(value));
  });
}

const literalsCode = makeCode(
  '0x16 1x4 2x2 3x2 4 6 7 8 9 10 11 12 13 14 15 16',
  0,
  9,
  '4 3 2x11 1x3 2x9 3 2 1x5 -1x4',
);
/** The bits of an offset are as many as its symbol says. */
const offsetCode = makeCode([...Array(32).keys()].join(' '), 1, 8, '1x6 2x3 1x15 -1x5');
const matchCode = makeCode('0x32 1x4 2x2 3x2 4x2 5 7 8 9 10 11 12 13 14 15 16', 3, 9, '1 4 3 2x6 1x37 -1x7');
const codes = [literalsCode, offsetCode, matchCode] as const;
type Tables = [literals: FseTable, offsets: FseTable, matches: FseTable];

/** @param maxBlockBytes that a block of this frame may unpack to */
export function createBlockMeter(maxBlockBytes: number): BlockMeter {
  let tables: Tables | undefined;
  const bound = (numBytes: number): number => {
    if (numBytes <= maxBlockBytes) return numBytes;
    throw new StreamFault('decompression-bomb', `a block unpacks to more than ${maxBlockBytes} bytes`);
  };
  return {
    measure(block) {
      const header = (block[0] ?? 0) | ((block[1] ?? 0) << 8) | ((block[2] ?? 0) << 16);
      const kind = (header >> 1) & 3;
      if (kind < 2) return bound(header >> 3);
      if (kind === 3) throw corrupt('a block of no known kind');
      const literals = readLiterals(block, 3);
      bound(literals.numBytes);
      const { num, at } = readNumSequences(block, literals.end);
      if (num === 0) return literals.numBytes;
      const found = readTables(block, at, tables);
      tables = found.tables;
      const bits = block.subarray(found.end);
      return sumSequences(bits, tables, { num, numLiterals: literals.numBytes, bound });
    },
  };
}

/** What the literals of a block unpack to, and where their section ends. */
function readLiterals(block: Uint8Array, from: number): { numBytes: number; end: number } {
  const first = block[from] ?? 0;
  const kind = first & 3;
  const format = (first >> 2) & 3;
  const word = (at: number) => (block[from + at] ?? 0) * 2 ** (8 * at);
  const whole = word(0) + word(1) + word(2) + word(3) + word(4);
  const field = (at: number, bits: number) => Math.floor(whole / 2 ** at) % 2 ** bits;
  if (kind < 2) {
    const numHeader = format === 3 ? 3 : format === 1 ? 2 : 1;
    const numBytes = numHeader === 1 ? field(3, 5) : field(4, numHeader * 8 - 4);
    return { numBytes, end: from + numHeader + (kind === 0 ? numBytes : 1) };
  }
  const bits = format === 3 ? 18 : format === 2 ? 14 : 10;
  return { numBytes: field(4, bits), end: from + (4 + 2 * bits) / 8 + field(4 + bits, bits) };
}

function readNumSequences(block: Uint8Array, from: number): { num: number; at: number } {
  const [first, second = 0, third = 0] = block.subarray(from, from + 3);
  if (first === undefined) throw corrupt('a block ends within its literals');
  if (first < 128) return { num: first, at: from + 1 };
  if (first < 255) return { num: ((first - 128) << 8) + second, at: from + 2 };
  return { num: second + (third << 8) + 0x7f00, at: from + 3 };
}

function readTables(
  block: Uint8Array,
  from: number,
  before: Tables | undefined,
): { tables: Tables; end: number } {
  const modes = block[from] ?? 0;
  let end = from + 1;
  const read = (code: Code, place: number): FseTable => {
    const mode = (modes >> (6 - place * 2)) & 3;
    if (mode === 0) return code.predefined;
    const maxSymbol = code.extraBits.length - 1;
    if (mode === 1) {
      const symbol = block[end] ?? 0xff;
      if (symbol > maxSymbol) throw corrupt('a length of no known kind');
      end += 1;
      return makeSingleTable(symbol);
    }
    if (mode === 2) {
      const found = readTable(block, end, { maxAccuracy: code.maxAccuracy, maxSymbol });
      end = found.end;
      return found.table;
    }
    const last = before?.[place];
    if (!last) throw corrupt('a block repeats a table that was not there');
    return last;
  };
  const [literals, offsets, matches] = codes;
  return { tables: [read(literals, 0), read(offsets, 1), read(matches, 2)], end };
}

interface Sequences {
  num: number;
  numLiterals: number;
  bound(numBytes: number): number;
}

/** Adds up the matches of all sequences, whose bits are read from the last to the first. */
function sumSequences(bits: Uint8Array, tables: Tables, { num, numLiterals, bound }: Sequences): number {
  const last = bits.at(-1) ?? 0;
  if (last === 0) throw corrupt('sequences without bits');
  let place = bits.length * 8 - 8 + (31 - Math.clz32(last));
  const take = (count: number): number => {
    place -= count;
    if (place < 0) throw corrupt('sequences go beyond their bits');
    const at = place >> 3;
    const low = (bits[at] ?? 0) | ((bits[at + 1] ?? 0) << 8) | ((bits[at + 2] ?? 0) << 16);
    return (low >> (place & 7)) & ((1 << count) - 1);
  };
  const [literals, offsets, matches] = tables;
  let literal = take(literals.accuracy);
  let offset = take(offsets.accuracy);
  let match = take(matches.accuracy);
  let numBytes = numLiterals;
  let numUsed = 0;
  for (let left = num; left > 0; left -= 1) {
    place -= offsets.symbols[offset] ?? 0;
    const matched = matches.symbols[match] ?? 0;
    const used = literals.symbols[literal] ?? 0;
    numBytes += (matchCode.lengths[matched] ?? 0) + take(matchCode.extraBits[matched] ?? 0);
    numUsed += (literalsCode.lengths[used] ?? 0) + take(literalsCode.extraBits[used] ?? 0);
    bound(numBytes);
    if (left === 1) break;
    literal = (literals.baselines[literal] ?? 0) + take(literals.numBits[literal] ?? 0);
    match = (matches.baselines[match] ?? 0) + take(matches.numBits[match] ?? 0);
    offset = (offsets.baselines[offset] ?? 0) + take(offsets.numBits[offset] ?? 0);
  }
  if (place !== 0 || numUsed > numLiterals) throw corrupt('sequences that do not add up');
  return numBytes;
}
