/**
 * Where sentences end, in Chinese and in languages that write with spaces.
 * Invariant: offsets rise, the last is the end of the range; blanks after a sentence belong to it. Linear in the range.
 * Refuses to end a sentence after a common abbreviation, a single initial, inside a number, a version or a file name.
 */

const abbreviations = new Set(
  'e.g i.e etc vs cf al mr mrs ms dr prof st no fig eq ca approx inc ltd co jr sr z.b bzw usw d.h p.ex'.split(
    ' ',
  ),
);
const wideEnds = new Set('。！？!?；…');
const closers = new Set('"\'”’」』）)]》】*_`');

/** Ends of the sentences between `start` and `end`; each is the offset after the sentence and the blanks that follow it. */
export function sentenceEnds(text: string, start: number, end: number): number[] {
  const ends: number[] = [];
  for (let at = start; at < end; at += 1) {
    const character = text[at] ?? '';
    const isWideEnd = wideEnds.has(character);
    if (!isWideEnd && character !== '.' && character !== '\n') continue;
    let after = at + 1;
    if (character === '\n') {
      if (text[at + 1] !== '\n' && !/^[ \t]*(?:[-*+>|]|\d{1,3}[.)])\s/.test(text.slice(after, after + 12)))
        continue;
    } else {
      while (after < end && (wideEnds.has(text[after] ?? '') || closers.has(text[after] ?? ''))) after += 1;
      if (!isSentenceEnd(text, at, after, end)) continue;
    }
    while (after < end && /\s/.test(text[after] ?? '')) after += 1;
    ends.push(after);
    at = after - 1;
  }
  if (ends.at(-1) !== end && end > start) ends.push(end);
  return ends;
}

function isSentenceEnd(text: string, at: number, after: number, end: number): boolean {
  const mark = text[at] ?? '';
  if (mark > '\x7f') return true;
  const next = text[after] ?? '';
  if (after < end && !/\s/.test(next) && !/[\u3000-\u9fff]/.test(next)) return false;
  if (mark !== '.') return true;
  const word = /\S*$/.exec(text.slice(Math.max(0, at - 12), at))?.[0]?.replace(/^[("'`[]+/, '') ?? '';
  if (abbreviations.has(word.toLowerCase())) return false;
  if (/^\p{Lu}$/u.test(word) || /^\d{1,3}$/.test(word)) return isLineOrParagraphEnd(text, after, end);
  const following = /\S/.exec(text.slice(after, after + 4))?.[0] ?? '';
  return !/\p{Ll}/u.test(following);
}

function isLineOrParagraphEnd(text: string, after: number, end: number): boolean {
  return after >= end || text[after] === '\n';
}
