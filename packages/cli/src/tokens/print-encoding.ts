/**
 * The tokens of a text in a terminal: one a line, and how many bytes a token stands for.
 */
import type { EncodedText } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { formatCount } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import { renderTable } from '../output/table.ts';

export function printEncoding(
  { tokens, numBytes, isRestored }: EncodedText,
  { output, texts }: CommandContext,
): void {
  output.print(
    renderTable(tokens, [
      { title: texts.id, value: ({ id }) => String(id), align: 'right' },
      { title: texts.start, value: ({ start }) => String(start), align: 'right' },
      { title: texts.end, value: ({ end }) => String(end), align: 'right' },
      // Blanks and ends of lines would not be seen.
      { title: texts.piece, value: ({ text }) => JSON.stringify(text).replaceAll('\\\\x', '\\x') },
    ]),
  );
  const ratio = (numBytes / Math.max(1, tokens.length)).toFixed(2);
  const counts = { bytes: formatCount(numBytes), tokens: formatCount(tokens.length), ratio };
  output.print(`\n${fill(texts.encodedAs, counts)}`);
  if (!isRestored) output.print(paint.signal(texts.textNotRestored));
}
