/**
 * What a dataset would be with other bounds, in a terminal: before and after, by rule where that changes, and some of the documents that change sides.
 * Invariant: no two rows of rules read the same; rules that give one reason by several bounds are told apart by the bound, as `--set` takes it.
 */
import { type Amount, type WhatIf, type WhatIfDocument, wordData } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { formatBytes, formatCount } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import { renderTable } from '../output/table.ts';

export function printWhatIf(answer: WhatIf, context: CommandContext): void {
  const { output, texts } = context;
  const { before, after } = answer;
  const none = { numDocuments: 0, numBytes: 0 };
  const rows: [string, Amount, Amount][] = [
    [texts.documentsKept, before.kept, after.kept],
    [texts.documentsDropped, before.dropped, after.dropped],
    [texts.notKnown, none, after.notKnown],
  ];
  const amount = ({ numDocuments, numBytes }: Amount) =>
    `${formatCount(numDocuments)}  ${paint.past(formatBytes(numBytes))}`;
  output.print(
    renderTable(rows, [
      { title: '', value: ([name]) => name },
      { title: texts.before, value: ([, was]) => amount(was), align: 'right' },
      { title: texts.after, value: ([, , is]) => amount(is), align: 'right' },
    ]),
  );
  if (after.notKnown.numDocuments > 0) output.print(paint.past(texts.notKnownNote));
  if (answer.numNotMeasured > 0)
    output.print(paint.past(fill(texts.notMeasured, { count: formatCount(answer.numNotMeasured) })));
  printRules(answer, context);
  printDocuments(texts.falling, answer.documents.falling, { of: answer.falling, context });
  printDocuments(texts.rising, answer.documents.rising, { of: answer.rising, context });
  printDocuments(texts.loosened, answer.documents.loosened, { of: answer.loosened, context });
}

function printRules({ rules }: WhatIf, { output, texts }: CommandContext): void {
  const changed = rules.filter(({ before, after }) => before !== after);
  if (changed.length === 0) return;
  const difference = (before: number, after: number) =>
    after === before ? '' : `${after > before ? '+' : '−'}${formatCount(Math.abs(after - before))}`;
  output.print('');
  output.print(
    renderTable(changed, [
      { title: texts.qualityRecipe, value: ({ recipe }) => wordData('recipe', recipe, output.language) },
      { title: texts.rule, value: ({ rule }) => wordData('rule', rule, output.language) },
      { title: texts.reason, value: ({ reason }) => wordData('reason', reason, output.language) },
      { title: texts.cardSet, value: ({ rule, name }) => (name === '' ? '' : `${rule}.${name}`) },
      { title: texts.before, value: ({ before }) => formatCount(before), align: 'right' },
      { title: texts.after, value: ({ after }) => formatCount(after), align: 'right' },
      { title: '', value: ({ before, after }) => difference(before, after), align: 'right' },
    ]),
  );
}

function printDocuments(
  title: string,
  documents: readonly WhatIfDocument[],
  { of, context: { output, texts } }: { of: Amount; context: CommandContext },
): void {
  if (of.numDocuments === 0) return;
  output.print(`\n${paint.strong(title)} ${formatCount(of.numDocuments)}`);
  for (const { name, before, after, value } of documents) {
    const reason = wordData('reason', (after || before).replace(/^[^:]*:/, ''), output.language);
    output.print(
      `  ${name} ${paint.past(value === null ? reason : `${reason} ${Number(value.toFixed(4))}`)}`,
    );
  }
  const left = of.numDocuments - documents.length;
  if (left > 0) output.print(paint.past(`  ${fill(texts.andMore, { count: formatCount(left) })}`));
}
