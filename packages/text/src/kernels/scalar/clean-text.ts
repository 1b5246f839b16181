/**
 * Cleaning of text in plain TypeScript, on characters: the twin of `kernels/clean-text.ts`, for tests and for checking.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
const colour = /^\x1b\[[0-9;]*[A-Za-z]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
const invisible = /^[\0-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]$/;
const lineEnd = /^[\u0085\u2028\u2029\v\f\r]$/;
const oddSpace = /^[\xa0\u1680\u2000-\u200a\u202f\u205f]$/;

/** What one character becomes. */
function cleanCharacter(character: string, foldsWide: boolean): string {
  if (lineEnd.test(character)) return '\n';
  if (invisible.test(character)) return '';
  if (oddSpace.test(character)) return ' ';
  if (!foldsWide) return character;
  if (character === '\u3000') return ' ';
  const isWide = character >= '\uff01' && character <= '\uff5e';
  return isWide ? String.fromCharCode(character.charCodeAt(0) - 0xfee0) : character;
}

/** The text cleaned, as `cleanText` does it. */
export function cleanTextScalar(text: string, foldsWide: boolean): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const joiners = /^[\u200c\u200d]+/.exec(rest)?.[0] ?? '';
    const skipped = joiners || colour.exec(rest)?.[0] || (rest.startsWith('\r\n') ? '\r' : '');
    if (joiners !== '') {
      const isBeside = isAsciiOrNone(out.at(-1)) || isAsciiOrNone(rest[joiners.length]);
      if (!isBeside) out += joiners;
    }
    if (skipped === '') {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      out += cleanCharacter(character, foldsWide);
      at += character.length;
    } else at += skipped.length;
  }
  return out;
}

function isAsciiOrNone(character: string | undefined): boolean {
  return character === undefined || character < '\x80';
}
