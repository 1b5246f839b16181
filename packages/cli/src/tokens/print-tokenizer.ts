/**
 * A tokenizer in a terminal: its vocabulary, and how many bytes a token stands for in each language, beside others.
 */
import type { Digest, TokenisedLanguage, TokenizerReport } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { formatBytes, formatCount } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import { type Column, renderTable } from '../output/table.ts';

const maxSpecial = 12;

export function printTokenizer(digest: Digest, report: TokenizerReport, context: CommandContext): void {
  const { output, texts } = context;
  const { numVocabulary, numMerges, splitPattern, specialTokens, training, measured } = report;
  const counts = { tokens: formatCount(numVocabulary), merges: formatCount(numMerges), splitPattern };
  output.print(paint.strong(fill(texts.tokenizerIs, counts)));
  const special = specialTokens.slice(0, maxSpecial).map(({ id, text }) => `${text} ${id}`);
  const more =
    specialTokens.length > maxSpecial
      ? `, ${fill(texts.andMore, { count: specialTokens.length - maxSpecial })}`
      : '';
  if (special.length > 0) output.print(`${paint.past(texts.specialTokens)} ${special.join(', ')}${more}`);
  if (training)
    output.print(
      paint.past(
        fill(texts.trainedOn, {
          documents: formatCount(training.numDocuments),
          size: formatBytes(training.numBytes),
          pieces: formatCount(training.numPieces),
        }),
      ),
    );
  if (measured) printMeasured(measured, context);
  output.print(`\n${texts.tokenizer} ${digest}`);
}

function printMeasured(
  { split, languages, numNotRestored, against }: NonNullable<TokenizerReport['measured']>,
  { output, texts }: CommandContext,
): void {
  type Row = [string, TokenisedLanguage];
  const others = against.map(
    (one): Column<Row> => ({
      title: one.name,
      value: ([language]) => formatRatio(one.languages[language]),
      align: 'right',
    }),
  );
  output.print('');
  output.print(
    renderTable<Row>(Object.entries(languages), [
      { title: texts.language, value: ([language]) => language },
      {
        title: texts.documents,
        value: ([, { numDocuments }]) => formatCount(numDocuments),
        align: 'right',
      },
      { title: texts.size, value: ([, { numBytes }]) => formatBytes(numBytes), align: 'right' },
      { title: texts.bytesPerToken, value: ([, row]) => formatRatio(row), align: 'right' },
      ...others,
    ]),
  );
  output.print(paint.past(split === 'heldout' ? texts.measuredHeldout : texts.measuredTrain));
  if (numNotRestored > 0) output.print(paint.signal(fill(texts.notRestored, { count: numNotRestored })));
  else output.print(paint.proven(texts.restored));
}

function formatRatio(row: TokenisedLanguage | undefined): string {
  return row && row.numTokens > 0 ? (row.numBytes / row.numTokens).toFixed(2) : '';
}
