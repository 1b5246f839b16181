/**
 * Accounts, cards, identity numbers, credit codes and plates in plain TypeScript: the twin of `kernels/account-numbers.ts` and
 * `kernels/identity-numbers.ts`. Each rule gives the place behind its number, or 0.
 */
import { hasEnd, matchAt, type PlainText } from './plain-text.ts';

/** Lengths of accounts, as `kernels/account-numbers.ts` has them. */
const accountLengths =
  'AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30';
const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const regions = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;

export function matchAccount(plain: string, at: number): number {
  const country = /^[A-Z]{2}(?=\d\d)/.exec(plain.slice(at, at + 4))?.[0];
  const length = Number(new RegExp(`^(?:..\\d\\d)*?${country}(\\d\\d)`).exec(accountLengths)?.[1] ?? 0);
  if (length === 0) return 0;
  const rest = length - 4;
  const form = `[A-Z]{2}\\d{2}(?: ?[A-Z\\d]{4}){${Math.floor(rest / 4)}}${rest % 4 ? ` ?[A-Z\\d]{${rest % 4}}` : ''}(?![A-Za-z\\d])`;
  const found = matchAt(new RegExp(form, 'y'), plain, at);
  if (!found) return 0;
  const account = found[0].replaceAll(' ', '');
  const digits = [...account.slice(4), ...account.slice(0, 4)]
    .map((one) => Number.parseInt(one, 36))
    .join('');
  return BigInt(digits) % 97n === 1n ? at + found[0].length : 0;
}

function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

const issuers: readonly RegExp[] = [
  /^4(?:.{12}|.{15}|.{18})$/,
  /^5[1-5].{14}$/,
  /^(?:222[1-9]|22[3-9].|2[3-6]..|27[01].|2720).{12}$/,
  /^3[47].{13}$/,
  /^(?:30[0-5].|3[689]..)(?:.{10}|.{12})$/,
  /^(?:352[89]|35[3-8].|62..|65..|6011|64[4-9].).{12,15}$/,
  /^220[0-4].{12}$/,
];

export function matchCard(plain: string, at: number): number {
  const forms = [
    /\d{13,19}(?!\d)/y,
    /\d{4}([ -])\d{6}\1\d{4,5}(?!\d)/y,
    /\d{4}([ -])\d{4}\1\d{4}\1\d{4}\1\d{1,3}(?!\d)/y,
    /\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?!\d)/y,
  ];
  for (const form of forms) {
    const found = matchAt(form, plain, at)?.[0] ?? '';
    const digits = found.replace(/\D/g, '');
    const isCard = issuers.some((issuer) => issuer.test(digits)) && isLuhn(digits);
    if (isCard && hasEnd(plain, at + found.length)) return at + found.length;
  }
  return 0;
}

function isDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** A number of 18 characters, or of 15 digits as they were before. */
export function matchIdentity(plain: string, at: number, isOld = false): number {
  const form = isOld ? /\d{15}(?!\d)/y : /\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]/y;
  const found = matchAt(form, plain, at)?.[0] ?? '';
  const end = at + found.length;
  const number = found.replace(/[ -]/g, '').toUpperCase();
  if (!regions.test(number) || !hasEnd(plain, end)) return 0;
  const [, year = '', month, day] = (isOld ? /^.{6}(..)(..)(..)/ : /^.{6}(....)(..)(..)/).exec(number) ?? [];
  if (isOld) return isDate(1900 + Number(year), Number(month), Number(day)) ? end : 0;
  const sum = [...number.slice(0, 17)].reduce(
    (total, digit, place) => total + Number(digit) * 2 ** (17 - place),
    0,
  );
  const isChecked = '10X98765432'[sum % 11] === number[17];
  return isChecked && /^(?:19|20)/.test(year) && isDate(Number(year), Number(month), Number(day)) ? end : 0;
}

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export function matchCredit(plain: string, at: number): number {
  const found = matchAt(/[1-9ANY][1-9]\d{6}[0-9A-HJ-NP-RTUWXY]{10}/y, plain, at)?.[0];
  if (!found || !hasEnd(plain, at + 18)) return 0;
  if (!regions.test(found.slice(2)) && found.slice(2, 4) !== '10') return 0;
  const sum = [...found.slice(0, 17)].reduce(
    (total, one, place) => total + creditAlphabet.indexOf(one) * (3 ** place % 31),
    0,
  );
  return creditAlphabet[(31 - (sum % 31)) % 31] === found[17] ? at + 18 : 0;
}

/** A plate whose number is the word at a place. @returns its beginning and end */
export function matchPlate({ raw, plain }: PlainText, at: number): [number, number] | undefined {
  const before = new RegExp(`([${provinces}])(?:([A-Z])([·• .-]))?$`).exec(raw.slice(0, at));
  const word = matchAt(/\w*/y, plain, at)?.[0] ?? '';
  if (!before) return undefined;
  const number = before[2] ? word : word.slice(1);
  if (!before[2] && !/^[A-Z]/.test(word)) return undefined;
  const end = at + word.length;
  const numLetters = number.replace(/[^A-HJ-NP-Z]/g, '').length;
  const isWritten = /^[A-HJ-NP-Z\d]*$/.test(number);
  const hasSuffix = number.length === 4 && /[警学挂港澳使领]/.test(raw[end] ?? '');
  const isOrdinary = (number.length === 5 || hasSuffix) && numLetters <= number.length - 3;
  const isElectric = /^(?:[A-Z]{1,2}\d{4,5}|\d{5}[A-Z])$/.test(number) && number.length === 6;
  if (!isWritten || (!isOrdinary && !isElectric) || !hasEnd(plain, end)) return undefined;
  return [before.index, hasSuffix ? end + 1 : end];
}
