/**
 * What each character is folded to, in the layout that `kernels/folds.ts` reads: a pointer for each 256 code points to a block of 256
 * words (equal blocks once), and behind them what characters become several. A word is a kind in its top byte and below it the distance
 * to the folded character, modulo 2^21; of an expansion, its pointer's distance from the table in words.
 * Invariant: the rules are generated from fixed versions of Unicode, not taken from the engine.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { foldRules } from './generated/fold-rules.ts';
import { simplifyRules } from './generated/simplify-rules.ts';

/** Kinds of a character; the kernels' constants have the same order. */
export const foldKinds = [
  'separator',
  'ignored',
  'letter',
  'single',
  'decimal',
  'hangul',
  'expansion',
] as const;
export type FoldKind = (typeof foldKinds)[number];

/** `shingles` folds case, width, compatible forms and marks; `simplify` is datatrove's normalisation. */
export type FoldRules = 'shingles' | 'simplify';

interface Rules {
  kinds: Partial<Record<FoldKind, string>>;
  changes: string;
  expansions: readonly string[];
}

const numCodePoints = 0x110000;
const blockSize = 256;
const numBlocks = numCodePoints / blockSize;
const kindShift = 24;
const distanceMask = 0x1fffff;
const rulesByName: Record<FoldRules, Rules> = { shingles: foldRules, simplify: simplifyRules };
const entryOf = (kind: FoldKind, low: number) =>
  ((foldKinds.indexOf(kind) << kindShift) | (low & distanceMask)) >>> 0;
const kindOf = (entry: number) => foldKinds[entry >>> kindShift] ?? 'separator';

function readRuns(runs: string, numFields: number): number[][] {
  const numbers = runs === '' ? [] : runs.split(' ').map((digits) => Number.parseInt(digits, 36));
  let end = 0;
  return Array.from({ length: numbers.length / numFields }, (_, at) => {
    const [gap = 0, length = 0, ...rest] = numbers.slice(at * numFields, (at + 1) * numFields);
    const start = end + gap;
    end = start + length;
    return [start, end, ...rest];
  });
}

function makeEntries(rules: Rules): { entries: Uint32Array; pool: number[] } {
  const entries = new Uint32Array(numCodePoints).fill(entryOf('letter', 0));
  entries.fill(entryOf('separator', 0), 0xd800, 0xe000);
  for (const [kind, runs] of Object.entries(rules.kinds) as [FoldKind, string][])
    for (const [start = 0, end = 0] of readRuns(runs, 2)) entries.fill(entryOf(kind, 0), start, end);
  for (const [start = 0, end = 0, distance = 0] of readRuns(rules.changes, 3))
    for (let code = start; code < end; code += 1)
      entries[code] = entryOf(kindOf(entries[code] ?? 0), distance);
  const pool: number[] = [];
  for (const expansion of rules.expansions) {
    const [code = 0, ...parts] = [...expansion].map((character) => character.codePointAt(0) ?? 0);
    entries[code] = entryOf('expansion', pool.length);
    pool.push(parts.length, ...parts.map((part) => entryOf(kindOf(entries[part] ?? 0), part)));
  }
  return { entries, pool };
}

interface Layout {
  /** Word offsets, one for each 256 code points, then the blocks, then the expansions. */
  words: Uint32Array;
}

function layOut(rules: Rules): Layout {
  const { entries, pool } = makeEntries(rules);
  const places = new Map<string, number>();
  const blocks: Uint32Array[] = [];
  const offsets = Array.from({ length: numBlocks }, (_, block) => {
    const words = entries.subarray(block * blockSize, (block + 1) * blockSize);
    const key = words.every((word) => word === words[0]) ? `${words[0]}` : words.join();
    const place = places.get(key) ?? blocks.push(words) - 1;
    places.set(key, place);
    return numBlocks + place * blockSize;
  });
  const poolStart = numBlocks + blocks.length * blockSize;
  const words = new Uint32Array(poolStart + pool.length);
  words.set(offsets);
  for (const [place, block] of blocks.entries())
    words.set(
      block.map((entry) =>
        kindOf(entry) === 'expansion' ? entryOf('expansion', poolStart + (entry & distanceMask)) : entry,
      ),
      numBlocks + place * blockSize,
    );
  words.set(pool, poolStart);
  return { words };
}

const layouts = new Map<FoldRules, Layout>();

function layoutOf(rules: FoldRules): Layout {
  const layout = layouts.get(rules) ?? layOut(rulesByName[rules]);
  layouts.set(rules, layout);
  return layout;
}

/** Writes a table into kernel memory, where it stays. @returns its pointer */
export function storeFoldTable(kernels: Kernels, rules: FoldRules): number {
  const { words } = layoutOf(rules);
  const base = kernels.reserve(words.byteLength);
  const placed = new Uint32Array(kernels.bytes().buffer, base, words.length);
  placed.set(words);
  for (let block = 0; block < numBlocks; block += 1) placed[block] = base + 4 * (words[block] ?? 0);
  return base;
}

/** What a character is and what it becomes, for tests and twins. */
export function foldCharacter(rules: FoldRules, code: number): { kind: FoldKind; codes: number[] } {
  const { words } = layoutOf(rules);
  const entry = words[(words[code >> 8] ?? 0) + (code & 255)] ?? 0;
  const kind = kindOf(entry);
  const low = entry & distanceMask;
  if (kind === 'letter' || kind === 'single') return { kind, codes: [(code + low) & distanceMask] };
  if (kind !== 'expansion') return { kind, codes: [] };
  const parts = words.subarray(low + 1, low + 1 + (words[low] ?? 0));
  return { kind, codes: Array.from(parts, (part) => part & distanceMask) };
}
