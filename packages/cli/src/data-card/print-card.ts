/**
 * The card of a dataset in a terminal: what stayed at each step and why the rest did not, by language and source, and a few samples.
 * Invariant: shows counts as they are; what is cut for room says how much more there is.
 */
import {
  type DataCard,
  type DataFunnelStep,
  type DataShare,
  type DataWordFamily,
  wordData,
  wordWarning,
} from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { padText } from '../output/display-width.ts';
import { formatBytes, formatCount } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import { renderTable } from '../output/table.ts';

const barWidth = 24;
const maxRows = 8;
const maxReasons = 6;
const maxSampleCharacters = 160;

export function printCard(card: DataCard, context: CommandContext): void {
  const { output, texts } = context;
  const { numFiles, numDocuments, numBytes } = card.input;
  const counts = {
    files: formatCount(numFiles),
    documents: formatCount(numDocuments),
    size: formatBytes(numBytes),
  };
  output.print(paint.strong(fill(texts.cardInput, counts)));
  for (const step of card.funnel) printStep(step, card, context);
  for (const { name, numBytes, numDocuments, numEmptied } of card.repeats ?? []) {
    const told = { size: formatBytes(numBytes), documents: numDocuments, emptied: numEmptied };
    const named = wordData('repeat', name, output.language);
    output.print(fill(texts.cardRepeats, { name: named, ...told }));
  }
  output.print('');
  printShares(texts.language, mapNames(card.languages, 'language', context), context);
  if (Object.keys(card.sources).length > 1) printShares(texts.source, card.sources, context);
  printCounts(texts.personalData, mapNames(card.personalData, 'personalData', context), context);
  printCounts(texts.contamination, card.contamination, context);
  printSamples(card, context);
  for (const warning of card.warnings) {
    const { title, detail } = wordWarning(warning, output.language, formatCount);
    output.print(paint.signal(`! ${title}`) + (detail === undefined ? '' : `\n  ${detail}`));
  }
}

function printStep(step: DataFunnelStep, card: DataCard, { output }: CommandContext): void {
  const share = card.input.numDocuments === 0 ? 0 : step.kept.numDocuments / card.input.numDocuments;
  const full = Math.round(share * barWidth);
  const bar = `${'█'.repeat(full)}${paint.past('░'.repeat(barWidth - full))}`;
  const name = wordData('funnel', step.name, output.language);
  const reasons = Object.entries(step.dropped).sort(([, a], [, b]) => b.numDocuments - a.numDocuments);
  const told = reasons
    .slice(0, maxReasons)
    .map(
      ([reason, { numDocuments }]) =>
        `−${formatCount(numDocuments)} ${wordData('reason', reason, output.language)}`,
    );
  const more = reasons.length > maxReasons ? `, +${reasons.length - maxReasons}` : '';
  const count = formatCount(step.kept.numDocuments).padStart(9);
  const size = formatBytes(step.kept.numBytes).padStart(8);
  output.print(`${padText(name, 14)} ${bar} ${count} ${size}  ${paint.past(told.join(', ') + more)}`);
}

/** A table with the names that people read. */
function mapNames<Value>(
  table: Readonly<Record<string, Value>>,
  family: DataWordFamily,
  { output }: CommandContext,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(table).map(([name, value]) => [wordData(family, name, output.language), value]),
  );
}

function printShares(
  title: string,
  shares: Readonly<Record<string, DataShare>>,
  { output, texts }: CommandContext,
): void {
  const rows = Object.entries(shares);
  const percent = ({ input, kept }: DataShare) =>
    `${Math.round((kept.numDocuments / Math.max(1, input.numDocuments)) * 100)} %`;
  output.print(
    renderTable(rows.slice(0, maxRows), [
      { title, value: ([name]) => name },
      { title: texts.documentsIn, value: ([, { input }]) => formatCount(input.numDocuments), align: 'right' },
      { title: texts.documentsKept, value: ([, { kept }]) => formatCount(kept.numDocuments), align: 'right' },
      { title: '', value: ([, share]) => percent(share), align: 'right' },
      { title: texts.size, value: ([, { kept }]) => formatBytes(kept.numBytes), align: 'right' },
    ]),
  );
  if (rows.length > maxRows) output.print(paint.past(fill(texts.andMore, { count: rows.length - maxRows })));
  output.print('');
}

function printCounts(
  title: string,
  counts: Readonly<Record<string, number>>,
  { output }: CommandContext,
): void {
  const entries = Object.entries(counts).sort(([, a], [, b]) => b - a);
  if (entries.length === 0) return;
  const list = entries.map(([name, count]) => `${formatCount(count)} ${name}`).join(', ');
  output.print(`${paint.past(title)} ${list}\n`);
}

/** One sample of each reason. */
function printSamples({ samples }: DataCard, { output, texts }: CommandContext): void {
  const seen = new Set<string>();
  for (const { drop, name, detail, text } of samples) {
    if (seen.has(drop)) continue;
    seen.add(drop);
    const reason =
      drop === '' ? texts.documentsKept : wordData('reason', drop.replace(/^[^:]*:/, ''), output.language);
    const excerpt = text.replace(/\s+/g, ' ').slice(0, maxSampleCharacters);
    output.print(`${paint.strong(reason)} ${name} ${paint.past(detail)}\n  ${excerpt}`);
  }
}
