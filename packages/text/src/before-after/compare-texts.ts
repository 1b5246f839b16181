/**
 * What was changed between two texts: lines first, and words within lines that were changed.
 * Invariant: the same and removed pieces in their order are the text before, the same and added ones the text after. Of what takes too
 * long to compare, all is removed and added.
 */
import type { TextChange } from '@slipway/contracts';
import { type Change, diffLines, diffWordsWithSpace } from 'diff';
import { maskTokens } from '../personal-data/kinds.ts';

/** Differences beyond which lines, or the words of a line, are not compared any more. */
const maxLineEdits = 800;
const maxWordEdits = 400;

/** @param language BCP 47, for where words begin and end */
export function compareTexts(before: string, after: string, language: string): TextChange[] {
  const lines = diffLines(before, after, { maxEditLength: maxLineEdits });
  if (!lines)
    return name([
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]);
  const pieces: Piece[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [here, next] = [lines[at] as Change, lines[at + 1]];
    if (here.removed && next?.added) {
      pieces.push(...compareWords(here.value, next.value, language));
      at += 1;
    } else pieces.push(toPiece(here));
  }
  return name(pieces);
}

interface Piece {
  kind: TextChange['kind'];
  text: string;
}

const toPiece = ({ value, added, removed }: Change): Piece => ({
  kind: added ? 'added' : removed ? 'removed' : 'same',
  text: value,
});

function compareWords(before: string, after: string, language: string): Piece[] {
  const intlSegmenter = new Intl.Segmenter(language === 'und' ? 'en' : language, { granularity: 'word' });
  const words = diffWordsWithSpace(before, after, { intlSegmenter, maxEditLength: maxWordEdits });
  if (words) return words.map(toPiece);
  return [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];
}

const tokens = new RegExp([...new Set(Object.values(maskTokens))].join('|'));

/** Says of each change what it is: personal data masked, whole lines removed, or a text made clean. */
function name(pieces: readonly Piece[]): TextChange[] {
  return pieces
    .filter(({ text }) => text !== '')
    .map((piece, at, all) => {
      if (piece.kind === 'same') return { ...piece, why: null };
      const isNextTo = (kind: Piece['kind']) => [all[at - 1], all[at + 1]].some((one) => one?.kind === kind);
      const added =
        piece.kind === 'added' ? piece : [all[at + 1], all[at - 1]].find((one) => one?.kind === 'added');
      if (added && tokens.test(added.text)) return { ...piece, why: 'personal-data' };
      const isWholeLine = piece.text.endsWith('\n') && (all[at - 1]?.text.endsWith('\n') ?? true);
      if (piece.kind === 'removed' && isWholeLine && !isNextTo('added')) return { ...piece, why: 'lines' };
      return { ...piece, why: 'repair' };
    });
}
