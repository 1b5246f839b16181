/**
 * Counts the paragraphs of numbered lists and headings as Word shows them.
 * Invariant: a level begins anew after a paragraph of a level above it; lists of one definition count on together.
 * Refuses: number formats beyond Arabic, Roman, letters and Chinese; they are shown in Arabic.
 */
import { childOf, childrenOf, type XmlElement } from '../package/parse-xml.ts';

interface Level {
  format: string;
  /** Such as `%1.%2`. */
  pattern: string;
  start: number;
}

export interface ListPlace {
  /** Absent for a bullet. */
  number: number | undefined;
  /** The number as it is shown, such as `2.1` or `第三章`; empty for a bullet. */
  label: string;
}

export interface Numbering {
  /** Counts the next paragraph of a list; `undefined` where there is no such list. */
  count(listId: string, depth: number): ListPlace | undefined;
}

interface List {
  definition: string;
  levels: Map<number, Level>;
}

const bulletFormats = new Set(['bullet', 'none']);

export function createNumbering(root: XmlElement | undefined): Numbering {
  const lists = readLists(root);
  const counters = new Map<string, number[]>();
  return {
    count(listId, depth) {
      const list = lists.get(listId);
      const level = list?.levels.get(depth);
      if (!list || !level) return undefined;
      const counts = counters.get(list.definition) ?? [];
      counters.set(list.definition, counts);
      counts[depth] = (counts[depth] ?? level.start - 1) + 1;
      counts.length = depth + 1;
      if (bulletFormats.has(level.format)) return { number: undefined, label: '' };
      const label = level.pattern.replace(/%([1-9])/g, (_, digit: string) => {
        const at = Number(digit) - 1;
        const number = counts[at] ?? list.levels.get(at)?.start ?? 1;
        return formatNumber(number, list.levels.get(at)?.format ?? 'decimal');
      });
      return { number: counts[depth], label };
    },
  };
}

function readLists(root: XmlElement | undefined): Map<string, List> {
  const definitions = new Map(
    childrenOf(root, 'abstractNum').map((definition) => [
      definition.attributes['w:abstractNumId'] ?? '',
      readLevels(definition),
    ]),
  );
  return new Map(
    childrenOf(root, 'num').map((num) => {
      const definition = childOf(num, 'abstractNumId')?.attributes['w:val'] ?? '';
      const overrides = childrenOf(num, 'lvlOverride');
      const levels = new Map(definitions.get(definition));
      for (const override of overrides) {
        const depth = Number(override.attributes['w:ilvl']);
        const start = childOf(override, 'startOverride')?.attributes['w:val'];
        const level = readLevels(override).get(depth) ?? levels.get(depth);
        if (level) levels.set(depth, start === undefined ? level : { ...level, start: Number(start) });
      }
      const id = num.attributes['w:numId'] ?? '';
      return [id, { definition: overrides.length > 0 ? `own ${id}` : definition, levels }];
    }),
  );
}

function readLevels(parent: XmlElement): Map<number, Level> {
  return new Map(
    childrenOf(parent, 'lvl').map((level) => [
      Number(level.attributes['w:ilvl']),
      {
        format: childOf(level, 'numFmt')?.attributes['w:val'] ?? 'decimal',
        pattern: childOf(level, 'lvlText')?.attributes['w:val'] ?? '',
        start: Number(childOf(level, 'start')?.attributes['w:val'] ?? 1),
      },
    ]),
  );
}

function formatNumber(number: number, format: string): string {
  switch (format) {
    case 'lowerLetter':
      return toLetters(number);
    case 'upperLetter':
      return toLetters(number).toUpperCase();
    case 'lowerRoman':
      return toRoman(number).toLowerCase();
    case 'upperRoman':
      return toRoman(number);
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'japaneseCounting':
    case 'ideographDigital':
      return toChinese(number);
    default:
      return String(number);
  }
}

/** Word repeats a letter: z, aa, bb. */
function toLetters(number: number): string {
  const letter = String.fromCharCode(97 + ((number + 25) % 26));
  return letter.repeat(Math.min(Math.ceil(number / 26), 9));
}

const romans = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
] as const;

function toRoman(number: number): string {
  if (number < 1 || number > 3999) return String(number);
  let rest = number;
  let text = '';
  for (const [value, letters] of romans) {
    for (; rest >= value; rest -= value) text += letters;
  }
  return text;
}

const chineseDigits = '零一二三四五六七八九';

function toChinese(number: number): string {
  if (number < 1 || number > 99) return String(number);
  const tens = Math.floor(number / 10);
  const ones = number % 10;
  const head = tens === 0 ? '' : `${tens === 1 ? '' : chineseDigits[tens]}十`;
  return head + (ones === 0 && tens > 0 ? '' : chineseDigits[ones]);
}
