/**
 * A page of HTML in one pass over its bytes, without a tree: its text in blocks, each with what surrounds it, and the facts of its head.
 * Invariant: tags that HTML lets be left out are closed; a page of any nesting takes linear time, since no more than `maxDepth` open
 * elements are remembered. The layouts of context, blocks and facts are those of `src/extraction/block-table.ts`.
 * Refuses (-1) more blocks than there is room for. Which blocks are the reading matter is decided elsewhere.
 */

import {
  beginTags,
  endOfName,
  factEnd,
  factStart,
  findByte,
  hintBits,
  isCanonicalLink,
  isTagHidden,
  linkEnd,
  linkStart,
  listStart,
  mainWord,
  namedFact,
  noiseWord,
  readAttributes,
  readName,
  skipTag,
} from './html-tags';
import {
  beginBlock,
  beginText,
  breakLine,
  findValue,
  hashByte,
  linkBytes,
  putLineEnd,
  setCode,
  setLink,
  textEnd,
  textStart,
  writePreformatted,
  writeText,
} from './html-text';

/** What a tag does, as bits; the kind stands above them. */
const breaks: u32 = 1;
const pushes: u32 = 2;
const isRaw: u32 = 4;
const hasAttributes: u32 = 8;
/** What is true within an element, as bits; the first four are those a tag may set by itself. */
const noise: u32 = 1;
const main: u32 = 2;
const hidden: u32 = 4;
const preformatted: u32 = 16;
const header: u32 = 32;

const item: u32 = 7;
const pre: u32 = 8;
const quote: u32 = 9;
const tableKind: u32 = 10;
const row: u32 = 11;
const cell: u32 = 12;
const headCell: u32 = 13;
const list: u32 = 14;
const numberedList: u32 = 15;
const anchor: u32 = 16;
const lineBreak: u32 = 17;
const code: u32 = 18;
const title: u32 = 19;
const meta: u32 = 20;
const linkKind: u32 = 21;
const html: u32 = 22;
const time: u32 = 23;
const term: u32 = 25;
const paragraph: u32 = 28;
const body: u32 = 29;

const titleFact: u32 = 0;
const languageFact: u32 = 1;
const addressFact: u32 = 2;
const timeFact: u32 = 3;

const maxDepth: u32 = 512;
const entryBytes: usize = 32;
const blockBytes: usize = 48;

let stack: usize = 0;
let depth: u32 = 0;
let out: usize = 0;
let blocks: usize = 0;
let maxBlocks: u32 = 0;
let numBlocks: u32 = 0;
let facts: usize = 0;
let numElements: u32 = 0;
let tags: usize = 0;
let tagMask: u32 = 0;

function entryAt(place: u32): usize {
  return stack + (place as usize) * entryBytes;
}

function kindAt(place: u32): u32 {
  return load<u32>(entryAt(place), 12);
}

function topFlags(): u32 {
  return depth === 0 ? 0 : load<u32>(entryAt(depth - 1), 8);
}

function noteFact(place: u32, from: usize, until: usize): void {
  const entry = facts + ((place as usize) << 3);
  if (load<u32>(entry, 4) !== 0 || from === until) return;
  store<u32>(entry, from as u32);
  store<u32>(entry, until as u32, 4);
}

/** Fills what a block gets from the elements around it. */
function describeBlock(block: usize): void {
  let kind: u32 = 0;
  let lists: u32 = 0;
  let quotes: u32 = 0;
  let isTableKnown = false;
  for (let place = depth; place > 0; place -= 1) {
    const entry = entryAt(place - 1);
    const found = load<u32>(entry, 12);
    if (found === 0) continue;
    if (found <= 6 || found === term) {
      if (kind === 0) kind = found;
    } else if (found === pre) kind = pre;
    else if (found === quote) quotes += 1;
    else if (found === item && !isTableKnown) {
      if (kind === 0) kind = item;
      if (lists === 0) {
        store<u32>(block, load<u32>(entry, 20), 24);
        store<u32>(block, load<u32>(entry, 16) === 0 ? 1 : 0, 44);
        store<u32>(entry, 1, 16);
      }
    } else if (found === list || found === numberedList) {
      if (isTableKnown) continue;
      if (lists === 0 && found === numberedList) lists |= 0x10000;
      lists += 1;
    } else if ((found === cell || found === headCell) && load<u32>(block, 28) === 0 && !isTableKnown) {
      store<u32>(block, load<u32>(entry, 20), 32);
      store<u32>(block, load<u32>(entry, 24) | (found === headCell ? 0x10000 : 0), 36);
      isTableKnown = true;
    } else if (found === tableKind && load<u32>(block, 28) === 0 && isTableKnown) {
      store<u32>(block, load<u32>(entry, 28), 28);
    }
  }
  store<u32>(block, kind, 16);
  store<u32>(block, lists | (min<u32>(quotes, 255) << 8), 20);
  store<u32>(block, depth === 0 ? 0 : load<u32>(entryAt(depth - 1), 28), 40);
}

/** Ends the block. @returns whether there is room for more */
function flush(): bool {
  setCode(false);
  const start = textStart();
  if (textEnd() === start) return true;
  if (numBlocks >= maxBlocks) return false;
  const block = blocks + (numBlocks as usize) * blockBytes;
  memory.fill(block, 0, blockBytes);
  store<u32>(block, (start - out) as u32);
  store<u32>(block, (textEnd() - out) as u32, 4);
  store<u32>(block, linkBytes(), 8);
  store<u32>(block, topFlags(), 12);
  describeBlock(block);
  numBlocks += 1;
  beginBlock();
  return true;
}

/** Closes the nearest element of a kind within what the other kind bounds, as a tag that was left out would have. */
function closeWithin(first: u32, second: u32, boundary: u32): void {
  for (let place = depth; place > 0; place -= 1) {
    const kind = kindAt(place - 1);
    if (kind === boundary || (boundary === list && kind === numberedList) || kind === tableKind) return;
    if (kind === first || kind === second) {
      depth = place - 1;
      return;
    }
  }
}

/** Counts in the nearest element of a kind. @returns the count before */
function countIn(kind: u32, other: u32): u32 {
  for (let place = depth; place > 0; place -= 1) {
    const entry = entryAt(place - 1);
    const found = load<u32>(entry, 12);
    if (found === kind || found === other) {
      const count = load<u32>(entry, 16);
      store<u32>(entry, count + 1, 16);
      return count;
    }
    if (found === tableKind) return 0;
  }
  return 0;
}

function closeImplied(kind: u32): void {
  const endsHeading =
    (kind >= 1 && kind <= 6) || kind === paragraph || kind === list || kind === numberedList;
  if ((endsHeading || kind === tableKind || kind === pre) && depth > 0) {
    const top = kindAt(depth - 1);
    if (top >= 1 && top <= 6) depth -= 1;
  }
  if (kind === item) closeWithin(item, item, list);
  else if (kind === term) closeWithin(term, term, list);
  else if (kind === cell || kind === headCell) closeWithin(cell, headCell, row);
  else if (kind === row) closeWithin(row, row, tableKind);
}

function push(key: u64, kind: u32, own: u32): void {
  if (depth >= maxDepth) return;
  let flags = topFlags() | own;
  if ((own & main) !== 0) flags &= ~header;
  if (kind === pre) flags |= preformatted;
  let first: u32 = 0;
  let second: u32 = 0;
  let third: u32 = 0;
  if (kind === list || kind === numberedList) first = listStart();
  else if (kind === item) second = countIn(list, numberedList);
  else if (kind === row) second = countIn(tableKind, tableKind);
  else if (kind === cell || kind === headCell) {
    third = countIn(row, row);
    for (let place = depth; place > 0; place -= 1) {
      if (kindAt(place - 1) !== row) continue;
      second = load<u32>(entryAt(place - 1), 20);
      break;
    }
  }
  numElements += 1;
  const entry = entryAt(depth);
  store<u64>(entry, key);
  store<u32>(entry, flags, 8);
  store<u32>(entry, kind, 12);
  store<u32>(entry, first, 16);
  store<u32>(entry, second, 20);
  store<u32>(entry, third, 24);
  store<u32>(entry, numElements, 28);
  depth += 1;
}

/** Closes the nearest element of a name, and what was left open within. */
function pop(key: u64): void {
  for (let place = depth; place > 0; place -= 1) {
    if (load<u64>(entryAt(place - 1)) !== key) continue;
    depth = place - 1;
    return;
  }
}

/** After the end tag of an element whose content is no markup, or `end`. */
function skipRaw(pointer: usize, end: usize, key: u64): usize {
  let at = pointer;
  while (at < end) {
    at = findByte(at, end, 0x3c);
    if (at + 2 < end && load<u8>(at, 1) === 0x2f && readName(at + 2, end) === key) return at;
    at += 1;
  }
  return end;
}

function findTag(key: u64): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let rest = key; rest !== 0; rest >>= 8) hash = hashByte(hash, (rest & 0xff) as u32);
  return findValue(tags, tagMask, hash);
}

/** What an element is by its tag, its words and its attributes. */
function ownFlags(kind: u32, own: u32): u32 {
  let flags = own;
  if (isTagHidden()) flags |= hidden;
  if (kind === body || kind === html) return flags & ~noise;
  const bits = hintBits();
  if ((bits & mainWord) !== 0) flags |= main;
  if ((bits & noiseWord) !== 0 && (flags & main) === 0) flags |= noise;
  return flags | (bits & 8);
}

/** Notes what a tag of the head says. */
function noteTag(kind: u32): void {
  if (kind === html) noteFact(languageFact, factStart(), factEnd());
  else if (kind === time) noteFact(timeFact, factStart(), factEnd());
  else if (kind === linkKind && isCanonicalLink()) noteFact(addressFact, linkStart(), linkEnd());
  else if (kind === meta && namedFact() !== 0) noteFact(namedFact(), factStart(), factEnd());
  else if (kind === anchor) setLink(linkEnd() > linkStart());
}

/** Reads an opening tag whose name begins at `pointer`. @returns where the page goes on, or 0 where blocks run out */
function openTag(pointer: usize, end: usize): usize {
  const key = readName(pointer, end);
  const tag = findTag(key);
  const kind = (tag >> 8) & 0xff;
  let at = endOfName();
  if ((tag & hasAttributes) !== 0) {
    at = readAttributes(at, end);
    noteTag(kind);
  } else at = skipTag(at, end);
  if (tag === 0) return at;
  if ((tag & isRaw) !== 0) {
    const close = skipRaw(at, end, key);
    if (kind === title && (topFlags() & hidden) === 0) noteFact(titleFact, at, close);
    return close;
  }
  if (kind === lineBreak) {
    if ((topFlags() & preformatted) !== 0) putLineEnd();
    else breakLine();
  } else if (kind === code && (topFlags() & (preformatted | hidden)) === 0) setCode(true);
  if ((tag & breaks) === 0) return at;
  if (!flush()) return 0;
  closeImplied(kind);
  if ((tag & pushes) !== 0 && load<u8>(at - 2) !== 0x2f) push(key, kind, ownFlags(kind, (tag >> 16) & 0xff));
  return at;
}

function closeTag(pointer: usize, end: usize): usize {
  const key = readName(pointer, end);
  const tag = findTag(key);
  const kind = (tag >> 8) & 0xff;
  const at = skipTag(endOfName(), end);
  if (kind === anchor) setLink(false);
  else if (kind === code) setCode(false);
  if ((tag & breaks) === 0) return at;
  if (textEnd() > textStart()) {
    if (!flush()) return 0;
    setLink(false);
  }
  if ((tag & pushes) !== 0) pop(key);
  return at;
}

function skipComment(pointer: usize, end: usize): usize {
  if (pointer + 4 > end || load<u16>(pointer, 2) !== 0x2d2d) return skipTag(pointer + 1, end);
  let at = pointer + 4;
  while (true) {
    at = findByte(at, end, 0x3e);
    if (at >= end) return end;
    if (load<u16>(at - 2) === 0x2d2d) return at + 1;
    at += 1;
  }
}

/** Reads the markup that begins with `<`. @returns where the page goes on, or 0 where blocks run out */
function readMarkup(pointer: usize, end: usize): usize {
  const next: u32 = pointer + 1 < end ? load<u8>(pointer, 1) : 0;
  if ((next | 0x20) - 0x61 < 26) return openTag(pointer + 1, end);
  if (next === 0x2f) return closeTag(pointer + 2, end);
  if (next === 0x21) return skipComment(pointer, end);
  if (next === 0x3f) return skipTag(pointer + 1, end);
  write(pointer, pointer + 1, end);
  return pointer + 1;
}

function write(from: usize, until: usize, end: usize): void {
  const flags = topFlags();
  if ((flags & hidden) !== 0) return;
  if ((flags & preformatted) !== 0) writePreformatted(from, until);
  else writeText(from, until, end);
}

/**
 * Takes a page apart.
 * @param text room as long as the page and 16 bytes, for the text of all blocks
 * @returns the number of blocks, or -1 where they are more than there is room for
 */
export function extractBlocks(pointer: usize, length: usize, context: usize, text: usize): i32 {
  tags = load<u32>(context);
  tagMask = load<u32>(context, 4);
  beginTags(load<u32>(context, 8), load<u32>(context, 12));
  beginText(text, load<u32>(context, 16), load<u32>(context, 20));
  stack = load<u32>(context, 24);
  blocks = load<u32>(context, 28);
  maxBlocks = load<u32>(context, 32);
  facts = load<u32>(context, 36);
  memory.fill(facts, 0, 64);
  out = text;
  depth = 0;
  numBlocks = 0;
  numElements = 0;
  const end = pointer + length;
  let at = pointer;
  while (at < end) {
    const markup = findByte(at, end, 0x3c);
    if (markup > at) write(at, markup, end);
    if (markup >= end) break;
    at = readMarkup(markup, end);
    if (at === 0) return -1;
  }
  return flush() ? (numBlocks as i32) : -1;
}
