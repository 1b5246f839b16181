/**
 * The card of a dataset in a terminal: what stayed at each step and why the rest did not, by language and source, the bounds that drop
 * most, a few samples; and at the end the whole in words, with what to look at next.
 * Invariant: names are those of the reader's language; what is cut for room says how much more there is.
 */
import {
  type DataCard,
  type DataFunnelStep,
  type DataShare,
  type DataWordFamily,
  nameSource,
  wordData,
  wordWarning,
} from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { cutText, displayWidth, padText } from '../output/display-width.ts';
import { formatBytes, formatCount } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import { renderTable } from '../output/table.ts';
import { type CardSubject, shortDigest } from './card-subject.ts';
import { formatBound, listBounds, nameMeasure } from './list-bounds.ts';
import { listNextLooks } from './next-look.ts';
import { formatShare, tellKept, tellTokens } from './sum-up-card.ts';

const barWidth = 24;
const maxRows = 8;
const maxReasons = 4;
const maxBounds = 6;
const sampleColumns = 160;

type PrintContext = Pick<CommandContext, 'output' | 'texts'>;
type PrintedSubject = Pick<CardSubject, 'name' | 'digest' | 'storedBytes'>;

/** Prints the card; ends with a sentence and commands. */
export function printCard(card: DataCard, subject: PrintedSubject, context: PrintContext): void {
  const { output, texts } = context;
  const { numFiles, numDocuments, numBytes } = card.input;
  const counts = {
    files: formatCount(numFiles),
    documents: formatCount(numDocuments),
    size: formatBytes(numBytes),
  };
  output.print(`${paint.strong(subject.name)} ${paint.past(subject.digest)}`);
  output.print(`${fill(texts.cardInput, counts)}\n`);
  const nameWidth = Math.max(
    ...card.funnel.map(({ name }) => displayWidth(nameOf('funnel', name, context))),
    minNameWidth,
  );
  for (const step of card.funnel) printStep(step, { card, nameWidth }, context);
  printRepeats(card, context);
  output.print('');
  printShares(texts.language, mapNames(card.languages, 'language', context), context);
  if (Object.keys(card.sources).length > 1) printShares(texts.source, card.sources, context);
  printCounts(texts.personalData, mapNames(card.personalData, 'personalData', context), {
    ...context,
    note: texts.cardPersonalDataIn,
  });
  printCounts(texts.contamination, card.contamination, context);
  printBounds(card, subject, context);
  printSamples(card, context);
  printWarnings(card, context);
  printEnd(card, subject, context);
}

const minNameWidth = 14;

const nameOf = (family: DataWordFamily, name: string, { output }: PrintContext) =>
  wordData(family, name, output.language);

function printStep(
  { name, kept, dropped }: DataFunnelStep,
  { card, nameWidth }: { card: DataCard; nameWidth: number },
  context: PrintContext,
): void {
  const share = card.input.numDocuments === 0 ? 0 : kept.numDocuments / card.input.numDocuments;
  const full = Math.round(share * barWidth);
  const bar = `${'█'.repeat(full)}${paint.past('░'.repeat(barWidth - full))}`;
  const reasons = Object.entries(dropped).sort(([, a], [, b]) => b.numDocuments - a.numDocuments);
  const told = reasons
    .slice(0, maxReasons)
    .map(
      ([reason, { numDocuments }]) => `−${formatCount(numDocuments)} ${nameOf('reason', reason, context)}`,
    );
  if (reasons.length > maxReasons)
    told.push(fill(context.texts.andMore, { count: reasons.length - maxReasons }));
  const count = formatCount(kept.numDocuments).padStart(9);
  const size = formatBytes(kept.numBytes).padStart(8);
  const why = told.length === 0 ? '' : `  ${paint.past(told.join(' · '))}`;
  context.output.print(
    `${padText(nameOf('funnel', name, context), nameWidth)} ${bar} ${count} ${size}${why}`,
  );
}

function printRepeats({ repeats = [] }: DataCard, context: PrintContext): void {
  for (const { name, numBytes, numDocuments, numEmptied } of repeats) {
    const told = {
      name: nameOf('repeat', name, context),
      size: formatBytes(numBytes),
      documents: formatCount(numDocuments),
      emptied: formatCount(numEmptied),
    };
    context.output.print(fill(context.texts.cardRepeats, told));
  }
}

/** A table with the names that people read. */
function mapNames<Value>(
  table: Readonly<Record<string, Value>>,
  family: DataWordFamily,
  context: PrintContext,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(table).map(([name, value]) => [nameOf(family, name, context), value]),
  );
}

function printShares(
  title: string,
  shares: Readonly<Record<string, DataShare>>,
  { output, texts }: PrintContext,
): void {
  const rows = Object.entries(shares);
  output.print(
    renderTable(rows.slice(0, maxRows), [
      { title, value: ([name]) => nameSource(name, output.language) },
      { title: texts.documentsIn, value: ([, { input }]) => formatCount(input.numDocuments), align: 'right' },
      { title: texts.documentsKept, value: ([, { kept }]) => formatCount(kept.numDocuments), align: 'right' },
      {
        title: '',
        value: ([, { input, kept }]) => formatShare(kept.numDocuments, input.numDocuments),
        align: 'right',
      },
      { title: texts.size, value: ([, { kept }]) => formatBytes(kept.numBytes), align: 'right' },
    ]),
  );
  if (rows.length > maxRows) output.print(paint.past(fill(texts.andMore, { count: rows.length - maxRows })));
  output.print('');
}

function printCounts(
  title: string,
  counts: Readonly<Record<string, number>>,
  { output, note }: PrintContext & { note?: string },
): void {
  const entries = Object.entries(counts).sort(([, a], [, b]) => b - a);
  if (entries.length === 0) return;
  const list = entries.map(([name, count]) => `${formatCount(count)} ${name}`).join(' · ');
  output.print(`${paint.past(title)} ${list}`);
  output.print(note === undefined ? '' : `${paint.past(note)}\n`);
}

/** The bounds by which most documents fall, each with the name that `what-if` moves it by. */
function printBounds({ thresholds }: DataCard, { digest }: PrintedSubject, context: PrintContext): void {
  const { output, texts } = context;
  const falling = listBounds(thresholds).filter(({ numFalling }) => numFalling > 0);
  const [first] = falling;
  if (!first) return;
  const { language } = output;
  output.print(
    renderTable(falling.slice(0, maxBounds), [
      { title: texts.cardThresholds, value: ({ histogram }) => nameMeasure(histogram, language) },
      { title: texts.cardBound, value: ({ histogram }) => formatBound(histogram), align: 'right' },
      { title: texts.cardFalls, value: ({ numFalling }) => formatCount(numFalling), align: 'right' },
      { title: '', value: ({ numFalling, numAsked }) => formatShare(numFalling, numAsked), align: 'right' },
      {
        title: texts.cardSet,
        value: ({ histogram: { recipe, rule, name } }) => paint.past(`${recipe}/${rule}.${name}`),
      },
    ]),
  );
  const left = falling.length - maxBounds;
  if (left > 0) output.print(paint.past(fill(texts.cardThresholdsMore, { count: formatCount(left) })));
  const { recipe, rule, name } = first.histogram;
  const command = `slipway data what-if ${shortDigest(digest)} --set ${recipe}/${rule}.${name}=N`;
  output.print(`${paint.past(fill(texts.cardMove, { command }))}\n`);
}

/** One sample of each reason. */
function printSamples({ samples }: DataCard, context: PrintContext): void {
  const { output, texts } = context;
  const seen = new Set<string>();
  for (const { drop, name, language, text } of samples) {
    if (seen.has(drop)) continue;
    seen.add(drop);
    const reason = nameOf('reason', drop.replace(/^[^:]*:/, ''), context);
    const title = drop === '' ? texts.documentsKept : fill(texts.cardDropped, { reason });
    const excerpt = cutText(text.replace(/\s+/g, ' ').trim(), sampleColumns);
    const facts = paint.past(nameOf('language', language, context));
    output.print(`${paint.strong(title)} ${name} ${facts}\n  ${excerpt}`);
  }
  if (seen.size > 0) output.print('');
}

function printWarnings({ warnings }: DataCard, { output }: PrintContext): void {
  for (const warning of warnings) {
    const { title, detail } = wordWarning(warning, output.language, formatCount);
    output.print(`${paint.signal(`! ${title}`)}${detail === undefined ? '' : `\n  ${detail}`}\n`);
  }
}

function printEnd(card: DataCard, subject: PrintedSubject, { output, texts }: PrintContext): void {
  output.print(paint.strong(tellKept(card, output.language)));
  output.print(fill(texts.cardStored, { size: formatBytes(subject.storedBytes) }));
  const tokens = tellTokens(card, output.language);
  if (tokens !== '') output.print(tokens);
  output.print(`\n${texts.cardNext}`);
  for (const { command, shows } of listNextLooks(card, subject, output.language))
    output.print(`  ${command}\n      ${paint.past(shows)}`);
}
