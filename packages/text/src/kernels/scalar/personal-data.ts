/**
 * Personal data in plain TypeScript: the twin of `kernels/personal-data.ts`, with regular expressions where the kernel reads bytes, for
 * tests and for checking.
 */
import type { PersonalDataKind } from '../../personal-data/kinds.ts';
import { knownSecrets, secretWords } from '../../personal-data/secret-tables.ts';
import { matchAccount, matchCard, matchCredit, matchIdentity, matchPlate } from './personal-numbers.ts';
import { matchBracketed, matchInternational, matchMobile, matchNational } from './phone-numbers.ts';
import { matchAt, type PlainText, plainText } from './plain-text.ts';

export interface ScalarFind {
  kind: PersonalDataKind;
  /** In bytes. */
  start: number;
  end: number;
}

type Match = [kind: PersonalDataKind, start: number, end: number];

const minRun = 16;
const word = /\w/;

function lookAtSign(text: PlainText, at: number): Match | undefined {
  const { raw } = text;
  const local = /[\w.%+-]{0,64}$/.exec(raw.slice(0, at))?.[0].replace(/^[.%+-]+/, '') ?? '';
  if (local === '' || local.endsWith('.')) return undefined;
  const labels = matchAt(/[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)*/y, raw, at + 1);
  if (!labels) return undefined;
  let host = '';
  let good = '';
  for (const [place, label] of labels[0].split('.').entries()) {
    if (label.length > 63 || label.startsWith('-') || label.endsWith('-')) break;
    host += (place > 0 ? '.' : '') + label;
    if (place === 0) continue;
    const isTop = /^[A-Za-z]{2,24}$/.test(label) && !/^(?:png|jpg|gif|svg|jpe.|web.)$/i.test(label);
    good = isTop ? host : '';
  }
  const end = at + 1 + good.length;
  const isGit = local === 'git' && /^:[^ ]/s.test(raw.slice(end, end + 2));
  return good === '' || isGit ? undefined : ['email', at - local.length, end];
}

function ipv4Value(address: string): number[] {
  return address.split('.').map(Number);
}

function isReservedIpv4([a = 0, b = 0, c = 0]: number[]): boolean {
  if ([0, 10, 127].includes(a) || a >= 224) return true;
  if ((a === 169 && b === 254) || (a === 192 && b === 168) || (a === 172 && b >> 4 === 1)) return true;
  if ((a === 100 && b >> 6 === 1) || (a === 198 && b >> 1 === 9)) return true;
  return ['192.0.0', '192.0.2', '198.51.100', '203.0.113'].includes(`${a}.${b}.${c}`);
}

function matchIpv4({ raw, plain }: PlainText, start: number, findsReserved: boolean): Match | undefined {
  if (/[.-]/.test(plain[start - 1] ?? '')) return undefined;
  const found = matchAt(/(?:(?:0|[1-9]\d{0,2})(?!\d)\.){3}(?:0|[1-9]\d{0,2})(?!\d)/y, raw, start)?.[0];
  if (!found) return undefined;
  const value = ipv4Value(found);
  const after = raw.slice(start + found.length);
  if (value.some((octet) => octet > 255) || value.every((octet) => octet < 10)) return undefined;
  if (/^(?:\w|[.-][A-Za-z\d])/.test(after) || (!findsReserved && isReservedIpv4(value))) return undefined;
  const before = raw.slice(0, start).replace(/[ :]+$/, '');
  return /(?:vers.{2}n|版本)$/is.test(before) ? undefined : ['ipv4', start, start + found.length];
}

function isReservedIpv6(address: string): boolean {
  const first = Number.parseInt(address.split(':')[0] || '0', 16);
  if (address.includes('::') && first === 0) return true;
  if ((first & 0xffc0) === 0xfe80 || (first & 0xfe00) === 0xfc00 || (first & 0xff00) === 0xff00) return true;
  return /^2001:0?db8/i.test(address);
}

function matchIpv6({ raw }: PlainText, start: number, findsReserved: boolean): Match | undefined {
  let begin = start - (/[\da-f:]*$/i.exec(raw.slice(0, start))?.[0].length ?? 0);
  if (/^:(?!:)./s.test(raw.slice(begin, begin + 2))) begin += 1;
  else if (/[\w.]/.test(raw[begin - 1] ?? '')) return undefined;
  const run = matchAt(/[\da-f:]*/iy, raw, begin)?.[0] ?? '';
  const address = run.replace(/(?<!:):$/, '');
  const end = begin + address.length;
  if (word.test(raw[end] ?? '') || /:::|::.*::|^:(?!:)|[\da-f]{5}/i.test(address)) return undefined;
  const groups = address.split(':').filter(Boolean);
  const isWhole = !address.includes('::') && groups.length === 8;
  const isShort =
    address.includes('::') &&
    groups.length >= 2 &&
    groups.length <= 7 &&
    groups.some(({ length }) => length > 2);
  if ((!isWhole && !isShort) || (!findsReserved && isReservedIpv6(address))) return undefined;
  return ['ipv6', begin, end];
}

function isJoined({ plain, raw }: PlainText, at: number): boolean {
  const before = plain[at - 1] ?? '';
  if (!/[-./,]/.test(before) || (before !== raw[at - 1] && before !== '-')) return false;
  return (before === ',' ? /\d/ : /[A-Za-z\d]/).test(plain[at - 2] ?? '');
}

function isIdentityNamed({ raw, starts }: PlainText, at: number): boolean {
  let from = at;
  while (from > 0 && (starts[at] ?? 0) - (starts[from - 1] ?? 0) <= 40) from -= 1;
  const before = raw.slice(from, at);
  const named = before.indexOf('身份');
  return (
    (named >= 0 && (starts[at] ?? 0) - (starts[from + named] ?? 0) >= 9) || /(?<!\w)id(?!\w)/i.test(before)
  );
}

/** A number with the plus or bracket before it. */
function lookAtSigned(text: PlainText, start: number): Match | undefined {
  const { plain } = text;
  const sign = plain[start - 1];
  if (sign === '(') {
    const end = matchBracketed(plain, start - 1);
    return end ? ['phone', start - 1, end] : undefined;
  }
  if (sign !== '+' || /[A-Za-z\d+]/.test(plain[start - 2] ?? '')) return undefined;
  const mobile = plain[start] === '8' ? matchMobile(plain, start) : 0;
  if (mobile) return ['chinese-mobile', start - 1, mobile];
  const end = matchInternational(plain, start, false);
  return end ? ['phone', start - 1, end] : undefined;
}

/** A state of the United States whose codes begin with 0, and a code of nine digits: `MA 02110-1301`. */
function isPostalCode(plain: string, start: number): boolean {
  const isCode = matchAt(/\d{5}-\d{4}(?!\d)/y, plain, start) !== null;
  return isCode && /(?<!\w)(?:AE|CT|MA|ME|NH|NJ|NY|RI|VT)[ ,\n]{1,3}$/.test(plain.slice(0, start));
}

function lookAtDigits(text: PlainText, start: number): Match | undefined {
  const { plain } = text;
  const identity = matchIdentity(plain, start);
  if (identity) return ['chinese-identity', start, identity];
  const card = matchCard(plain, start);
  if (card) return ['bank-card', start, card];
  const old = matchIdentity(plain, start, true);
  if (old && isIdentityNamed(text, start)) return ['chinese-identity', start, old];
  const mobile = matchMobile(plain, start);
  if (mobile) return ['chinese-mobile', start, mobile];
  const abroad = plain.startsWith('00', start) ? matchInternational(plain, start + 2, true) : 0;
  const phone = abroad || (isPostalCode(plain, start) ? 0 : matchNational(plain, start));
  return phone ? ['phone', start, phone] : undefined;
}

function lookAtNumber(
  text: PlainText,
  start: number,
  { findsReserved, lastEnd }: { findsReserved: boolean; lastEnd: number },
): Match | undefined {
  const { plain, raw } = text;
  const signed = lookAtSigned(text, start);
  if (signed) return signed;
  const ipv4 = /\d/.test(raw[start] ?? '') ? matchIpv4(text, start, findsReserved) : undefined;
  if (ipv4) return ipv4;
  const ipv6 = matchIpv6(text, start, findsReserved);
  // An address that begins within the last find is none.
  if (ipv6 && ipv6[1] >= lastEnd) return ipv6;
  const account = matchAccount(plain, start);
  if (account) return ['iban', start, account];
  const credit = matchCredit(plain, start);
  if (credit) return ['chinese-credit-code', start, credit];
  const plate = matchPlate(text, start);
  if (plate) return ['chinese-plate', ...plate];
  return /\d/.test(plain[start] ?? '') && !isJoined(text, start) ? lookAtDigits(text, start) : undefined;
}

function isNamed(before: string): boolean {
  const bare = before.replace(/["'`]$/, '');
  if (/bearer {1,4}$/i.test(bare)) return true;
  const assigned = /^(.*?)(?::=|=>|=|:|：) {0,4}$/s.exec(bare)?.[1];
  if (assigned === undefined) return false;
  const trimmed = assigned.replace(/[ "'`\]]+$/, '');
  const name = /[\w-]{1,40}$/.exec(trimmed)?.[0].toLowerCase();
  return secretWords.some((known) => name?.includes(known) ?? known === trimmed.slice(-2));
}

function isRandom(value: string): boolean {
  return (value.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)/g)?.length ?? 0) * 8 >= value.length;
}

function lookAtRun({ raw }: PlainText, start: number, stop: number): Match | undefined {
  const run = raw.slice(start, stop);
  const token = matchAt(/eyJ[\w-]{9,}\.eyJ[\w-]{5,}\.[\w-]{8,}/y, raw, start);
  if (token) return ['web-token', start, start + token[0].length];
  const known = knownSecrets.find(
    ({ beginning, minBytes, maxBytes, minDigits }) =>
      run.startsWith(beginning) &&
      run.length >= minBytes &&
      run.length <= maxBytes &&
      (run.match(/\d/g)?.length ?? 0) >= minDigits,
  );
  if (known) return [known.kind, start, stop];
  const begin = start - (/[\w\-+/.~]{0,64}$/.exec(raw.slice(0, start))?.[0].length ?? 0);
  const end = stop + (matchAt(/[\w\-+/=.~]*/y, raw, stop)?.[0].replace(/\.+$/, '').length ?? 0);
  const value = raw.slice(begin, end);
  const isSecret = value.length >= 16 && isRandom(value) && isNamed(raw.slice(0, begin));
  return isSecret ? ['secret', begin, end] : undefined;
}

function lookAtHyphens({ raw }: PlainText, at: number): Match | undefined {
  const head = matchAt(/-----BEGIN [^\n-]{0,29}PRIVATE KEY-----/y, raw, at);
  if (!head) return undefined;
  const rest = raw.slice(at + head[0].length, at + head[0].length + 16384);
  const tail = /-----END [^\n-]{0,29}PRIVATE KEY-----/.exec(rest);
  return ['private-key', at, at + head[0].length + (tail ? tail.index + tail[0].length : 0)];
}

/** All kinds of personal data in a text. */
export function findPersonalDataScalar(source: string, findsReserved = false): ScalarFind[] {
  const text = plainText(source);
  const { raw, plain, starts } = text;
  const found: Match[] = [];
  let seen = 0;
  const add = (match: Match | undefined) => {
    const last = found.at(-1);
    if (!match || (last && match[1] > last[1] && match[1] < last[2])) return;
    while (found.length > 0 && (found.at(-1)?.[1] ?? 0) >= match[1]) found.pop();
    found.push(match);
    seen = Math.max(seen, match[2]);
  };
  const lastEnd = () => found.at(-1)?.[2] ?? 0;
  let run = 0;
  for (let at = 0; at <= plain.length; at += 1) {
    if (!/[\w-]/.test(raw[at] ?? '')) {
      const last = found.at(-1);
      const isInside = last !== undefined && run > last[1] && run < last[2];
      if (at - run >= minRun && !isInside) add(lookAtRun(text, run, at));
      run = at + 1;
    }
    if (at < seen || at < lastEnd()) continue;
    if (plain[at] === '@') add(lookAtSign(text, at));
    else if (raw.startsWith('---', at)) {
      const stop = at + (matchAt(/-+/y, raw, at)?.[0].length ?? 0);
      seen = stop;
      if (stop - at === 5 && raw[at - 1] !== '-') add(lookAtHyphens(text, at));
    } else if (/\d/.test(plain[at] ?? '')) {
      let start = at;
      while (start > 0 && word.test(plain[start - 1] ?? '')) start -= 1;
      let stop = at;
      while (word.test(plain[stop] ?? '')) stop += 1;
      seen = stop;
      const options = { findsReserved, lastEnd: lastEnd() };
      if (start >= options.lastEnd) add(lookAtNumber(text, start, options));
    }
  }
  return found.map(([kind, start, end]) => ({ kind, start: starts[start] ?? 0, end: starts[end] ?? 0 }));
}
