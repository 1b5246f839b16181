/**
 * A text with one unit a character, as it is and with full-width forms, no-break spaces and hyphens made plain: what the twins of the
 * personal-data kernels read.
 */
export interface PlainText {
  raw: string;
  plain: string;
  /** The byte at which each character begins, and the number of bytes. */
  starts: number[];
}

function plainOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return character;
  if (code === 0xa0 || code === 0x3000) return ' ';
  if (code === 0x2011) return '-';
  return code > 0xff00 && code < 0xff5f ? String.fromCharCode(code - 0xfee0) : '\u0080';
}

export function plainText(text: string): PlainText {
  const characters = [...text];
  const starts = [0];
  for (const character of characters)
    starts.push((starts.at(-1) ?? 0) + new TextEncoder().encode(character).length);
  return {
    raw: characters.map((character) => (character.length > 1 ? '\uffff' : character)).join(''),
    plain: characters.map(plainOf).join(''),
    starts,
  };
}

/** The match of a sticky expression at a place. */
export function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  const sticky = new RegExp(expression);
  sticky.lastIndex = at;
  return sticky.exec(text);
}

/** Whether a number may end before a place. */
export function hasEnd(plain: string, at: number): boolean {
  return !/^(?:\w|[-./][A-Za-z\d])/.test(plain.slice(at, at + 2));
}

/** Groups of digits with one sign between. */
export interface DigitGroups {
  sizes: number[];
  /** Behind each group. */
  ends: number[];
  signs: string[];
  digits: string;
}

/** The groups that begin at a place: at most 8 of them and 24 digits. */
export function readGroups(plain: string, at: number): DigitGroups {
  const groups: DigitGroups = { sizes: [], ends: [], signs: [], digits: '' };
  let place = at;
  while (groups.sizes.length < 8) {
    const group = matchAt(/\d+/y, plain, place)?.[0].slice(0, 24 - groups.digits.length) ?? '';
    if (!/^\d/.test(plain.slice(place))) break;
    place += group.length;
    const sign = plain[place] ?? '';
    groups.sizes.push(group.length);
    groups.ends.push(place);
    groups.signs.push(sign);
    groups.digits += group;
    if (!/[ .-]/.test(sign)) break;
    place += 1;
  }
  return groups;
}
