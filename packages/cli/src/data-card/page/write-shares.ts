/**
 * The tables of a card's page: by language, by source, by reason, and what was found.
 */
import { type DataCard, type DataShare, nameSource } from '@slipway/contracts';
import { formatBytes, formatCount } from '../../output/duration.ts';
import { type CountedReason, formatShare, listReasons, roundRoughly } from '../sum-up-card.ts';
import { html, type Markup, noMarkup } from './markup.ts';
import type { PageContext } from './page-context.ts';
import { type PageColumn, writeLongTable, writeTable } from './write-table.ts';

interface NamedShare extends DataShare {
  key: string;
  name: string;
}

/** Languages, with tokens where they were counted or can be estimated. */
export function writeLanguages(
  { languages, tokens, estimatedTokens }: DataCard,
  context: PageContext,
): Markup {
  const { texts, word } = context;
  const counted = tokens?.languages ?? estimatedTokens?.languages;
  const shown = (count: number) => formatCount(tokens ? count : roundRoughly(count));
  const column: PageColumn<NamedShare> = {
    title: tokens ? texts.tokens : texts.cardTokensAbout,
    isNumber: true,
    value: ({ key }) => shown(counted?.[key]?.numTokens ?? 0),
  };
  const rows = nameShares(languages, (key) => word('language', key));
  return writeShares(
    texts.cardLanguages,
    { first: texts.language, rows, more: counted ? [column] : [] },
    context,
  );
}

export function writeSources({ sources }: DataCard, context: PageContext): Markup {
  return writeShares(
    context.texts.cardSources,
    {
      first: context.texts.source,
      rows: nameShares(sources, (key) => nameSource(key, context.language)),
      more: [],
    },
    context,
  );
}

const nameShares = (
  shares: Readonly<Record<string, DataShare>>,
  name: (key: string) => string,
): NamedShare[] => Object.entries(shares).map(([key, share]) => ({ key, name: name(key), ...share }));

function writeShares(
  title: string,
  {
    first,
    rows,
    more,
  }: { first: string; rows: readonly NamedShare[]; more: readonly PageColumn<NamedShare>[] },
  { texts }: PageContext,
): Markup {
  const most = Math.max(1, ...rows.map(({ input }) => input.numDocuments));
  const percent = (count: number) => ((count / most) * 100).toFixed(2);
  const columns: PageColumn<NamedShare>[] = [
    {
      title: first,
      value: ({ name, input, kept }) =>
        html`<bdi>${name}</bdi><span class="bar" aria-hidden="true"><i style="width:${percent(
          kept.numDocuments,
        )}%"></i><i style="width:${percent(input.numDocuments - kept.numDocuments)}%"></i></span>`,
    },
    { title: texts.documentsKept, isNumber: true, value: ({ kept }) => formatCount(kept.numDocuments) },
    { title: texts.documentsIn, isNumber: true, value: ({ input }) => formatCount(input.numDocuments) },
    {
      title: texts.cardShare,
      isNumber: true,
      value: ({ input, kept }) => formatShare(kept.numDocuments, input.numDocuments),
    },
    { title: texts.cardSizeKept, isNumber: true, value: ({ kept }) => formatBytes(kept.numBytes) },
    ...more,
  ];
  const table = writeLongTable(title, rows, { columns, texts });
  return html`<section><h2>${title}</h2>${table}</section>`;
}

export function writeReasons(card: DataCard, { texts, word }: PageContext): Markup {
  const rows = listReasons(card);
  const most = Math.max(1, ...rows.map(({ numDocuments }) => numDocuments));
  const all = rows.reduce((sum, { numDocuments }) => sum + numDocuments, 0);
  const columns: PageColumn<CountedReason>[] = [
    {
      title: texts.reason,
      value: ({ step, reason, numDocuments }) =>
        html`${word('reason', reason)} <span class="faint">${word(
          'funnel',
          step,
        )}</span><span class="bar" aria-hidden="true"><i class="whole" style="width:${((numDocuments / most) * 100).toFixed(2)}%"></i></span>`,
    },
    { title: texts.documents, isNumber: true, value: ({ numDocuments }) => formatCount(numDocuments) },
    {
      title: texts.cardOfDropped,
      isNumber: true,
      value: ({ numDocuments }) => formatShare(numDocuments, all),
    },
    { title: texts.size, isNumber: true, value: ({ numBytes }) => formatBytes(numBytes) },
  ];
  const table = writeLongTable(texts.cardReasonsTitle, rows, { columns, texts });
  const said = rows.length === 0 ? html`<p class="note">${texts.cardNoneDropped}</p>` : table;
  return html`<section><h2>${texts.cardReasonsTitle}</h2>${said}</section>`;
}

/** Finds of personal data, and of questions of benchmarks. */
export function writeFinds({ personalData, contamination }: DataCard, { texts, word }: PageContext): Markup {
  interface Counted {
    counts: Readonly<Record<string, number>>;
    name(kind: string): string;
    note?: string;
  }
  const write = (title: string, { counts, name, note }: Counted) => {
    const rows = Object.entries(counts).sort(([, a], [, b]) => b - a);
    const table = writeTable(title, rows, [
      { title: texts.kind, value: ([kind]) => name(kind) },
      { title: texts.cardFinds, isNumber: true, value: ([, count]) => formatCount(count) },
    ]);
    const said = rows.length === 0 ? html`<p class="note">${texts.cardNothingFound}</p>` : table;
    const told = rows.length === 0 || note === undefined ? noMarkup : html`<p class="note">${note}</p>`;
    return html`<section><h2>${title}</h2>${told}${said}</section>`;
  };
  return html`${write(texts.cardPersonalData, {
    counts: personalData,
    name: (kind) => word('personalData', kind),
    note: texts.cardPersonalDataIn,
  })}
${write(texts.cardBenchmarks, { counts: contamination, name: (benchmark) => benchmark })}`;
}
