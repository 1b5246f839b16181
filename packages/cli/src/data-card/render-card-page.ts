/**
 * The card of a dataset as one file of HTML that needs nothing else: light and dark, for the screen and for paper.
 * Invariant: every text of a document is escaped; there is no script, and nothing is fetched.
 */
import {
  type DataCard,
  type DataShare,
  type ReaderLanguage,
  wordData,
  wordWarning,
} from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill, type Texts } from '../messages/texts.ts';
import { formatBytes, formatCount } from '../output/duration.ts';

const style = `
:root { color-scheme: light dark; --ink: #1c2430; --past: #66707f; --line: #d9dee5; --keep: #1f6f5c; --drop: #c9ced6; --ground: #fbfbf9 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --past: #98a2b1; --line: #333c49; --keep: #59b69c; --drop: #46505e; --ground: #14181e } }
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; color: var(--ink); background: var(--ground); max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; font-weight: 600 } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums } td, th { padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
th { color: var(--past); font-weight: 400 } .n { text-align: right; white-space: nowrap } .bar { width: 30% } .bar i { display: block; height: .8rem; background: var(--keep) } .bar { background: linear-gradient(var(--drop), var(--drop)) no-repeat 0 50% / 100% 2px }
.past { color: var(--past) } .warning { border-left: 3px solid #b3261e; padding-left: .6rem } pre { white-space: pre-wrap; overflow-wrap: anywhere; border-left: 3px solid var(--line); padding-left: .8rem; margin: .3rem 0 1rem; font: 13px/1.5 ui-monospace, monospace }
.lengths { display: flex; align-items: flex-end; gap: 2px; height: 8rem } .lengths div { flex: 1; display: flex; flex-direction: column-reverse } .lengths i { background: var(--keep) } .lengths i + i { background: var(--drop) }
`;

/** @returns a whole page, in the language of the context */
export function renderCardPage(card: DataCard, { output, texts }: CommandContext): string {
  const counts = {
    files: formatCount(card.input.numFiles),
    documents: formatCount(card.input.numDocuments),
    size: formatBytes(card.input.numBytes),
  };
  const title = fill(texts.cardInput, counts);
  const parts = [
    `<h1>${escapeText(title)}</h1>`,
    ...card.warnings.map((warning) => {
      const { title, detail = '' } = wordWarning(warning, output.language, formatCount);
      return `<p class="warning">${escapeText(`${title}. ${detail}`)}</p>`;
    }),
    renderFunnel(card, output.language),
    renderShares(texts.language, card.languages, texts),
    renderShares(texts.source, card.sources, texts),
    renderLengths(card, texts),
    renderCounts(texts.personalData, card.personalData),
    renderCounts(texts.contamination, card.contamination),
    renderSamples(card, texts),
  ];
  const language = output.language === 'zh' ? 'zh-Hans' : 'en';
  return `<!doctype html>
<html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeText(title)}</title>
<style>${style}</style>
${parts.join('\n')}
</html>
`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

function renderFunnel({ funnel, input }: DataCard, reader: ReaderLanguage): string {
  const rows = funnel.map(({ name, kept, dropped }) => {
    const share = (kept.numDocuments / Math.max(1, input.numDocuments)) * 100;
    const reasons = Object.entries(dropped)
      .sort(([, a], [, b]) => b.numDocuments - a.numDocuments)
      .map(
        ([reason, { numDocuments }]) =>
          `−${formatCount(numDocuments)} ${escapeText(wordData('reason', reason, reader))}`,
      );
    const step = wordData('funnel', name, reader);
    const cells = [
      `<td>${escapeText(step)}`,
      `<td class="bar"><i style="width:${share.toFixed(2)}%"></i>`,
      `<td class="n">${formatCount(kept.numDocuments)}`,
      `<td class="n">${formatBytes(kept.numBytes)}`,
      `<td class="past">${reasons.join(', ')}`,
    ];
    return `<tr>${cells.join('')}`;
  });
  return `<table>${rows.join('')}</table>`;
}

function renderShares(title: string, shares: Readonly<Record<string, DataShare>>, texts: Texts): string {
  const rows = Object.entries(shares).map(([name, { input, kept }]) => {
    const share = kept.numDocuments / Math.max(1, input.numDocuments);
    const numbers = [
      formatCount(input.numDocuments),
      formatCount(kept.numDocuments),
      `${Math.round(share * 100)} %`,
      formatBytes(kept.numBytes),
    ];
    return `<tr><td>${escapeText(name)}${numbers.map((number) => `<td class="n">${number}`).join('')}`;
  });
  const heads = [texts.documentsIn, texts.documentsKept, '', texts.size].map(
    (head) => `<th class="n">${escapeText(head)}`,
  );
  return `<h2>${escapeText(title)}</h2><table><tr><th>${heads.join('')}${rows.join('')}</table>`;
}

/** Documents by length, from 2^n bytes on; kept ones below, dropped ones above. */
function renderLengths({ lengths }: DataCard, texts: Texts): string {
  const { kept, dropped } = lengths;
  const numBins = Math.max(kept.length, dropped.length);
  const bins = Array.from({ length: numBins }, (_, bin) => [kept[bin] ?? 0, dropped[bin] ?? 0] as const);
  const most = Math.max(1, ...bins.map(([one, other]) => one + other));
  const height = (count: number) => `style="height:${((count / most) * 8).toFixed(2)}rem"`;
  const drawn = bins.map(([one, other], bin) => {
    const range = `${formatBytes(2 ** bin)} – ${formatBytes(2 ** (bin + 1))}`;
    return `<div title="${range}: ${one} + ${other}"><i ${height(one)}></i><i ${height(other)}></i></div>`;
  });
  return `<h2>${escapeText(texts.lengths)}</h2><div class="lengths">${drawn.join('')}</div>`;
}

function renderCounts(title: string, counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts).sort(([, a], [, b]) => b - a);
  if (entries.length === 0) return '';
  const rows = entries.map(
    ([name, count]) => `<tr><td>${escapeText(name)}<td class="n">${formatCount(count)}`,
  );
  return `<h2>${escapeText(title)}</h2><table>${rows.join('')}</table>`;
}

function renderSamples({ samples }: DataCard, texts: Texts): string {
  const shown = samples.map(({ drop, name, language, detail, text }) => {
    const reason = drop === '' ? texts.documentsKept : drop;
    const facts = [language, detail].filter((one) => one !== '').join(' · ');
    return `<p><b>${escapeText(reason)}</b> ${escapeText(name)} <span class="past">${escapeText(facts)}</span><pre>${escapeText(text)}</pre>`;
  });
  return `<h2>${escapeText(texts.samples)}</h2>${shown.join('')}`;
}
