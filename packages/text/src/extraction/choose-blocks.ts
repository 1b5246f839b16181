/**
 * Which blocks of a page are its reading matter: by length, share of links and surroundings of each, then by its neighbours.
 * Invariant: depends on the rows of blocks alone; linear in their number. The way of looking at neighbours is jusText's
 * (https://nlp.fi.muni.cz/~xpomikal/pomikalek-2011-phd.pdf, chapter 3); text and link density are boilerpipe's; no stop words are used, so
 * that all languages are alike. Where a page has a main part that holds a quarter of its text, only that is taken.
 */
import { blockFields, blockKinds, numBlockFields } from './block-table.ts';
import { blockFlags } from './html-vocabulary.ts';

/** What a block is held to be. */
const bad = 0;
const short = 1;
const near = 2;
const good = 3;
const heading = 4;

const longBytes = 120;
const middleBytes = 40;
const longLinkShare = 0.25;
const middleLinkShare = 0.35;
const maxLinkShare = 0.5;
const minMainShare = 0.25;
/** Blocks that a heading may stand away from what it heads. */
const headingReach = 3;
/** Chosen text below this share of all that is no noise means that the choice failed. */
const minChosenShare = 0.2;

export interface BlockRows {
  numBlocks: number;
  fields: Uint32Array;
}

/** @returns for each block 1 if it is taken */
export function chooseBlocks(rows: BlockRows): Uint8Array {
  const states = judgeBlocks(rows);
  judgeTables(rows, states);
  if (!takeMain(rows, states)) lookAround(states);
  const chosen = takeHeadings(rows, states);
  const numAll = sumBytes(rows, (place) => states[place] !== bad);
  const numChosen = sumBytes(rows, (place) => chosen[place] === 1);
  return numChosen < numAll * minChosenShare ? states.map((state) => Number(state !== bad)) : chosen;
}

function sumBytes({ numBlocks, fields }: BlockRows, counts: (place: number) => boolean): number {
  let sum = 0;
  for (let place = 0; place < numBlocks; place += 1) if (counts(place)) sum += lengthAt(fields, place);
  return sum;
}

function fieldAt(fields: Uint32Array, place: number, field: number): number {
  return fields[place * numBlockFields + field] ?? 0;
}

function lengthAt(fields: Uint32Array, place: number): number {
  return fieldAt(fields, place, blockFields.end) - fieldAt(fields, place, blockFields.start);
}

/** What each block is by itself. */
function judgeBlocks({ numBlocks, fields }: BlockRows): Uint8Array {
  const states = new Uint8Array(numBlocks);
  for (let place = 0; place < numBlocks; place += 1) {
    const flags = fieldAt(fields, place, blockFields.flags);
    const length = lengthAt(fields, place);
    const linkShare = fieldAt(fields, place, blockFields.linkBytes) / length;
    const kind = fieldAt(fields, place, blockFields.kind);
    const isHeader = (flags & blockFlags.header) !== 0 && (kind === 0 || kind === blockKinds.item);
    if ((flags & blockFlags.noise) !== 0 || isHeader) states[place] = bad;
    else if (kind >= 1 && kind <= 6) states[place] = heading;
    else if (kind === blockKinds.pre) states[place] = good;
    else if (linkShare > maxLinkShare) states[place] = bad;
    else if (length >= longBytes && linkShare <= longLinkShare) states[place] = good;
    else if (length >= middleBytes && linkShare <= middleLinkShare) states[place] = near;
    else states[place] = short;
  }
  return states;
}

/** The cells of a table stand or fall together. */
function judgeTables({ numBlocks, fields }: BlockRows, states: Uint8Array): void {
  for (let first = 0; first < numBlocks; ) {
    const table = fieldAt(fields, first, blockFields.table);
    let last = first + 1;
    if (table === 0) {
      first = last;
      continue;
    }
    while (last < numBlocks && fieldAt(fields, last, blockFields.table) === table) last += 1;
    let numBytes = 0;
    let numLinked = 0;
    let numNoise = 0;
    let longest = 0;
    for (let place = first; place < last; place += 1) {
      const length = lengthAt(fields, place);
      numBytes += length;
      longest = Math.max(longest, length);
      numLinked += fieldAt(fields, place, blockFields.linkBytes);
      numNoise += fieldAt(fields, place, blockFields.flags) & blockFlags.noise;
    }
    // A table with long cells lays out a page: its blocks are judged as if it were not there.
    if (numNoise === 0 && longest <= 600 && last - first >= 4) {
      const state = numLinked > numBytes * maxLinkShare ? bad : numBytes >= longBytes * 2 ? good : near;
      states.fill(state, first, last);
    }
    first = last;
  }
}

/** Takes the main part, if the page has one. @returns whether it has */
function takeMain(rows: BlockRows, states: Uint8Array): boolean {
  const { fields } = rows;
  const isMain = (place: number) => (fieldAt(fields, place, blockFields.flags) & blockFlags.main) !== 0;
  const numAll = sumBytes(rows, (place) => states[place] !== bad);
  const numMain = sumBytes(rows, (place) => states[place] !== bad && isMain(place));
  if (numMain === 0 || numMain < numAll * minMainShare) return false;
  for (let place = 0; place < rows.numBlocks; place += 1) {
    if (!isMain(place)) states[place] = bad;
    else if (states[place] !== bad && states[place] !== heading) states[place] = good;
  }
  return true;
}

/** Lets blocks that are neither good nor bad go with their neighbours. */
function lookAround(states: Uint8Array): void {
  const before = nearest(states, 1);
  const after = nearest(states, -1);
  for (let place = 0; place < states.length; place += 1) {
    const numGood = Number(before[place] === good) + Number(after[place] === good);
    if (states[place] === near) states[place] = numGood > 0 ? good : short;
    else if (states[place] === short && numGood === 2) states[place] = good;
  }
}

/** For each block the state of the next one before (1) or after (-1) it that is sure. */
function nearest(states: Uint8Array, step: 1 | -1): Uint8Array {
  const found = new Uint8Array(states.length);
  let last = bad;
  for (let place = step === 1 ? 0 : states.length - 1; place >= 0 && place < states.length; place += step) {
    found[place] = last;
    const state = states[place] ?? bad;
    if (state === good || state === bad) last = state;
  }
  return found;
}

/** Good blocks, and headings that something good follows. */
function takeHeadings({ numBlocks, fields }: BlockRows, states: Uint8Array): Uint8Array {
  const chosen = new Uint8Array(numBlocks);
  let next = Number.POSITIVE_INFINITY;
  for (let place = numBlocks - 1; place >= 0; place -= 1) {
    const isHeading = states[place] === heading;
    const isLinked = fieldAt(fields, place, blockFields.linkBytes) > lengthAt(fields, place) * maxLinkShare;
    const isTitle = fieldAt(fields, place, blockFields.kind) === 1;
    const reach = isTitle ? headingReach * 3 : headingReach;
    if (states[place] === good) chosen[place] = 1;
    else if (isHeading && next - place <= reach && (!isLinked || isTitle)) chosen[place] = 1;
    if (chosen[place] === 1) next = place;
  }
  return chosen;
}
