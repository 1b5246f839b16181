/**
 * The funnel on a card's page: what came in, and for each step what went on and why the rest did not, as a table whose cells are bars.
 */
import type { DataCard } from '@slipway/contracts';
import { fill } from '../../messages/texts.ts';
import { formatBytes, formatCount } from '../../output/duration.ts';
import { html, type Markup } from './markup.ts';
import type { PageContext } from './page-context.ts';

const numReasons = 4;

export function writeFunnel({ input, funnel }: DataCard, context: PageContext): Markup {
  const { texts } = context;
  const steps = [{ name: 'input', kept: input, dropped: {} }, ...funnel];
  const rows = steps.map(({ name, kept, dropped }) => {
    const share = (kept.numDocuments / Math.max(1, input.numDocuments)) * 100;
    return html`<tr><th scope="row">${context.word('funnel', name)}</th>
<td class="grow"><i style="width:${share.toFixed(2)}%"></i></td>
<td class="n">${formatCount(kept.numDocuments)}</td><td class="n faint">${formatBytes(kept.numBytes)}</td>
<td class="why">${tellReasons(dropped, context)}</td></tr>`;
  });
  const heads = [texts.cardStep, '', texts.documents, texts.size, texts.documentsDropped];
  const kinds = ['', 'grow', 'n', 'n', ''];
  return html`<section><h2>${texts.cardFunnel}</h2>
<table class="funnel"><caption>${texts.cardFunnel}</caption>
<thead><tr>${heads.map((head, place) =>
    head === '' ? html`<td></td>` : html`<th scope="col" class="${kinds[place] ?? ''}">${head}</th>`,
  )}</tr></thead><tbody>${rows}</tbody></table></section>`;
}

function tellReasons(dropped: DataCard['funnel'][number]['dropped'], { texts, word }: PageContext): string {
  const reasons = Object.entries(dropped).sort(([, a], [, b]) => b.numDocuments - a.numDocuments);
  const told = reasons
    .slice(0, numReasons)
    .map(([reason, { numDocuments }]) => `−${formatCount(numDocuments)} ${word('reason', reason)}`);
  const left = reasons.length - numReasons;
  return [...told, ...(left > 0 ? [fill(texts.andMore, { count: left })] : [])].join(' · ');
}
