/**
 * Tells headings by the size of their letters: larger than those of most of the text, and short.
 * Invariant: a larger size is never a lower level; there are at most six.
 * Headings as large as the text are told by their number, such as `2.1 Method`.
 * Refuses: headings that are told by their weight only; the text of a PDF does not carry it.
 */
import type { PdfBlock } from './form-paragraphs.ts';

/** In sizes of the body's letters. */
const minHeadingSize = 1.1;
const maxHeadingLength = 200;
const maxHeadingLines = 4;
const numLevels = 6;
const numberedHeading =
  /^(\d{1,2}(?:\.\d{1,2}){1,4})\.?\s+(?=[\p{Lu}\p{Script=Han}])(?!.*[.。,，;；:：]$)(?!.* … ).{2,80}$/u;
/** Sizes are told apart in steps of half a point. */
const sizeStep = 0.5;

type TextBlock = PdfBlock & { kind: 'lines' };

/** @returns the level of a block, from 1, or `undefined` for one that is no heading */
export function chooseHeadings(blocks: readonly PdfBlock[]): (block: PdfBlock) => number | undefined {
  const lengths = new Map<number, number>();
  for (const block of blocks) {
    if (block.kind !== 'lines') continue;
    const size = roundSize(block.size);
    lengths.set(size, (lengths.get(size) ?? 0) + block.lines.join(' ').length);
  }
  let bodySize = 0;
  for (const [size, length] of lengths) if (length > (lengths.get(bodySize) ?? 0)) bodySize = size;
  const isLarge = (block: TextBlock) =>
    roundSize(block.size) >= bodySize * minHeadingSize &&
    block.lines.length <= maxHeadingLines &&
    block.lines.join(' ').length <= maxHeadingLength &&
    /\p{L}{2}|\p{Script=Han}/u.test(block.lines.join(' '));
  const texts = blocks.filter((block): block is TextBlock => block.kind === 'lines');
  const sizes = [...new Set(texts.filter(isLarge).map(({ size }) => roundSize(size)))];
  sizes.sort((one, other) => other - one);
  return (block) => {
    if (block.kind !== 'lines') return undefined;
    if (!isLarge(block)) return readNumberedLevel(block.lines);
    return Math.min(sizes.indexOf(roundSize(block.size)) + 1, numLevels);
  };
}

function roundSize(size: number): number {
  return Math.round(size / sizeStep) * sizeStep;
}

/** `2.1 Method` is of level 3: the file has a title above its chapters. */
function readNumberedLevel(lines: readonly string[]): number | undefined {
  const number = lines.length === 1 ? numberedHeading.exec(lines[0] ?? '')?.[1] : undefined;
  return number === undefined ? undefined : Math.min(number.split('.').length + 1, numLevels);
}
