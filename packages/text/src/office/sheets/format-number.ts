/**
 * Shows the numbers of a sheet as a reader of text needs them: days as dates, shares as per cent, other numbers as they are.
 * Invariant: depends on the number and its format alone, neither on locale nor on time zone; at most 15 digits, as sheets show.
 * Refuses: currencies, colours and rounding of formats; the number says more.
 */

export type NumberKind = 'plain' | 'percent' | 'date' | 'time' | 'date-time' | 'duration';

const dayMs = 86_400_000;
/** Days from the first day of the calendar of 1900 to 1970-01-01, and from that of 1904. */
const daysTo1970 = 25_569;
const daysTo1904 = 1462;
/** The calendar of 1900 has a 29 February that never was. */
const falseLeapDay = 60;
const maxDays = 2_958_466;
/** Built-in formats (ECMA-376, part 1, 18.8.30), those of East Asia among them. */
const dateFormats = new Set([14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
const timeFormats = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56]);

/** @param code of a format of the file's own; `undefined` for a built-in one */
export function classifyFormat(id: number, code: string | undefined): NumberKind {
  if (code === undefined) {
    if (id === 9 || id === 10) return 'percent';
    if (id === 22) return 'date-time';
    if (id === 46) return 'duration';
    if (timeFormats.has(id)) return 'time';
    return dateFormats.has(id) ? 'date' : 'plain';
  }
  const [positive = ''] = code.split(';');
  if (/\[[hms]+\]/i.test(positive)) return 'duration';
  const letters = positive.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '').toLowerCase();
  if (letters.includes('%')) return 'percent';
  if (/general|[0#?]/.test(letters.replace(/ss?\.0+/, ''))) return 'plain';
  const hasDay = /[yde]|m/.test(letters.replace(/h+[^a-z]*m+|m+[^a-z]*s+|am\/pm|a\/p/g, ''));
  const hasTime = /[hs]/.test(letters);
  if (hasDay && hasTime) return 'date-time';
  return hasDay ? 'date' : hasTime ? 'time' : 'plain';
}

/** @param is1904 whether days count from 1904 */
export function formatNumber(number: number, kind: NumberKind, is1904 = false): string {
  if (!Number.isFinite(number)) return '';
  if (kind === 'percent') return `${plain(number * 100)}%`;
  if (kind === 'plain' || number < 0 || number >= maxDays) return plain(number);
  const seconds = Math.round(number * 86_400);
  if (kind === 'duration') return clock(seconds);
  const isEarly = !is1904 && number >= 1 && number < falseLeapDay;
  const days = seconds / 86_400 + (is1904 ? daysTo1904 : 0) + (isEarly ? 1 : 0) - daysTo1970;
  const [date = '', time = ''] = new Date(days * dayMs).toISOString().split('T');
  const shown = time.slice(0, seconds % 60 === 0 ? 5 : 8);
  if (kind === 'time') return shown;
  return kind === 'date-time' || seconds % 86_400 !== 0 ? `${date} ${shown}` : date;
}

function plain(number: number): string {
  return String(Number(number.toPrecision(15)));
}

function clock(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}
