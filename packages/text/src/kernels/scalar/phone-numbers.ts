/** Telephone numbers in plain TypeScript: the twin of `kernels/phone-numbers.ts`. Each rule gives the place behind its number, or 0. */
import { hasEnd, matchAt, readGroups } from './plain-text.ts';

const mobile = '1(?:3\\d|4[5-9]|5[0-35-9]|6[25-9]|7[0-35-8]|8\\d|9[0-35-9])';
const mobileForms = new RegExp(
  `(?:86${mobile}\\d{8}|(?:(?:00)?86[ .-])?(?:${mobile}\\d{8}|${mobile}([ .-])\\d{4}\\1\\d{4}))(?!\\d)`,
  'y',
);

function endOf(plain: string, at: number, found: RegExpExecArray | null): number {
  const end = at + (found?.[0].length ?? 0);
  return found && hasEnd(plain, end) ? end : 0;
}

export function matchMobile(plain: string, at: number): number {
  return endOf(plain, at, matchAt(mobileForms, plain, at));
}

export function matchInternational(plain: string, from: number, isParted: boolean): number {
  const found = matchAt(/(?:[ .-]\(?)?[1-9]\d*(?:(?:[()][ -]?|[ .-]\(?)\d+)*/y, plain, from);
  const numDigits = found?.[0].replace(/\D/g, '').length ?? 0;
  if (numDigits < 8 || numDigits > 15 || (isParted && !/\D/.test(found?.[0] ?? ''))) return 0;
  return endOf(plain, from, found);
}

export function matchBracketed(plain: string, at: number): number {
  const found = matchAt(/\((\d{3,5})\) ?(\d+(?:[-. ]\d+){0,2})/y, plain, at);
  const [, area = '', rest = ''] = found ?? [];
  const numDigits = rest.replace(/\D/g, '').length;
  const isTrunk = area.startsWith('0') && numDigits >= 6 && numDigits <= 8;
  const isAmerican = /^[2-9]\d\d$/.test(area) && numDigits === 7 && /^\d+[-. ]\d+$/.test(rest);
  return isTrunk || isAmerican ? endOf(plain, at, found) : 0;
}

/** A number with its trunk 0. */
function matchTrunk(plain: string, at: number): number {
  const { sizes, ends, signs, digits } = readGroups(plain, at);
  const [first = 0] = sizes;
  if (!/^0[1-9]/.test(digits)) return 0;
  if (first === 2) {
    const isFrench = sizes.slice(0, 5).join() === '2,2,2,2,2' && sizes[5] !== 2;
    return isFrench && signs.slice(0, 4).every((sign) => sign === signs[0]) ? (ends[4] ?? 0) : 0;
  }
  if (first < 3 || first > 5) return 0;
  let count = first;
  let end = 0;
  for (const [place, size] of sizes.entries()) {
    if (place === 0) continue;
    if (place > 3 || size < 2 || (place === 1 && size < 3 && first < 5)) break;
    count += size;
    if (count >= 9 && count <= 12) end = ends[place] ?? 0;
    if (signs[place] !== signs[0] || count >= 11) break;
  }
  return end;
}

export function matchNational(plain: string, at: number): number {
  const american = matchAt(/(?:1[ .-])?[2-9]\d\d([.-])[2-9]\d\d\1\d{4}(?!\d)/y, plain, at);
  const service = matchAt(/[48]00-(?:\d{3}-\d{4}|\d{4}-\d{3})(?!\d)/y, plain, at);
  const found = american ?? service;
  const end = found ? at + found[0].length : matchTrunk(plain, at);
  return end && hasEnd(plain, end) ? end : 0;
}
