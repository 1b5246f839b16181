/**
 * Kinds of personal data by number, and where finds of them are written.
 * Invariant: the order is that of `src/personal-data/kinds.ts`; finds do not overlap and rise.
 */
export const email: u32 = 0;
export const phone: u32 = 1;
export const chineseMobile: u32 = 2;
export const ipv4: u32 = 3;
export const ipv6: u32 = 4;
export const iban: u32 = 5;
export const bankCard: u32 = 6;
export const chineseIdentity: u32 = 7;
export const chinesePlate: u32 = 8;
export const creditCode: u32 = 9;
export const awsKey: u32 = 10;
export const githubToken: u32 = 11;
export const modelKey: u32 = 12;
export const slackToken: u32 = 13;
export const googleKey: u32 = 14;
export const webToken: u32 = 15;
export const privateKey: u32 = 16;
export const secret: u32 = 17;

const findBytes: usize = 12;
let wanted: u32 = 0;
let origin: usize = 0;
let room: usize = 0;
let capacity: u32 = 0;
let numFinds: u32 = 0;
let lastStart: usize = 0;
let lastEnd: usize = 0;

/** Begins a list of finds in a document at `document`. */
export function startFinds(document: usize, kinds: u32, out: usize, most: u32): void {
  wanted = kinds;
  origin = document;
  room = out;
  capacity = most;
  numFinds = 0;
  lastStart = document;
  lastEnd = document;
}

/** How many finds there are; more than the capacity if some were not written. */
export function countFinds(): u32 {
  return numFinds;
}

/** Where the last find ends, wanted or not. */
export function endOfFinds(): usize {
  return lastEnd;
}

/** Whether `at` lies behind the beginning of the last find and before its end. */
export function isWithinLast(at: usize): bool {
  return at > lastStart && at < lastEnd;
}

/** Adds a find in place of those that begin within it; one that begins within the last find is none. */
export function addFind(kind: u32, start: usize, end: usize): void {
  if (isWithinLast(start)) return;
  while (numFinds > 0 && numFinds <= capacity) {
    const last = room + ((numFinds - 1) as usize) * findBytes;
    if (origin + load<u32>(last, 4) < start) break;
    numFinds -= 1;
  }
  lastStart = start;
  lastEnd = end;
  if (((wanted >> kind) & 1) === 0) return;
  if (numFinds < capacity) {
    const entry = room + (numFinds as usize) * findBytes;
    store<u32>(entry, kind);
    store<u32>(entry, (start - origin) as u32, 4);
    store<u32>(entry, (end - origin) as u32, 8);
  }
  numFinds += 1;
}
