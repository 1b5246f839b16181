/**
 * Drops documents whose prose lines or paragraphs repeat.
 * After Gopher's repetition rules (Rae et al. 2021, arXiv:2112.11446, table A1): duplicate lines <= 30 % of lines and <= 20 % of characters;
 * duplicate paragraphs likewise. For documentation, which repeats the description of an option at each function that takes it, both bounds are
 * 45 %; code, table rows and lines under 20 characters do not count, and texts of fewer than 10 lines are not judged.
 */
import { proseOf } from '../language/prose-of.ts';
import { type Filter, kept } from './filter.ts';

const maxPieceShare = 0.45;
const maxCharacterShare = 0.45;
const minLineCharacters = 20;
const minPieces = 10;

export const dropRepetitiveLines: Filter = {
  name: 'repetitive-lines',
  judge({ text }) {
    const prose = proseOf(text);
    const lines = prose
      .split('\n')
      .filter((line) => line.length >= minLineCharacters && !line.startsWith('|'));
    const paragraphs = prose.split(/\n{2,}/).filter((paragraph) => paragraph.length >= minLineCharacters);
    const fault = describe(lines, 'lines') ?? describe(paragraphs, 'paragraphs');
    return fault === undefined ? kept : { isKept: false, reason: 'repetitive-lines', detail: fault };
  },
};

function describe(pieces: readonly string[], name: string): string | undefined {
  if (pieces.length < minPieces) return undefined;
  const seen = new Set<string>();
  let numRepeated = 0;
  let numCharacters = 0;
  let numRepeatedCharacters = 0;
  for (const piece of pieces) {
    const key = piece.trim();
    numCharacters += key.length;
    if (seen.has(key)) {
      numRepeated += 1;
      numRepeatedCharacters += key.length;
    }
    seen.add(key);
  }
  const share = numRepeated / pieces.length;
  const characterShare = numRepeatedCharacters / Math.max(1, numCharacters);
  if (share <= maxPieceShare && characterShare <= maxCharacterShare) return undefined;
  return `${Math.round(share * 100)} % of its ${name} (${Math.round(characterShare * 100)} % of their characters) repeat`;
}
