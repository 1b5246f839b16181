/**
 * How long documents are, on a card's page: kept ones above the line and dropped ones below it, in doublings of their bytes.
 * Invariant: one scale for both sides, so that their areas can be compared; the numbers stand in a table beside it.
 */
import type { DataCard } from '@slipway/contracts';
import { fill } from '../../messages/texts.ts';
import { formatBytes, formatCount } from '../../output/duration.ts';
import { html, type Markup, noMarkup } from './markup.ts';
import type { PageContext } from './page-context.ts';
import { writeTable } from './write-table.ts';

interface LengthBin {
  exponent: number;
  kept: number;
  dropped: number;
}

const gap = 0.08;
const heightPixels = 190;

export function writeLengths({ lengths }: DataCard, { texts }: PageContext): Markup {
  const bins = layBins(lengths);
  if (bins.length === 0) return noMarkup;
  const [up, down] = [
    Math.max(...bins.map(({ kept }) => kept)),
    Math.max(...bins.map(({ dropped }) => dropped)),
  ];
  const bars = (top: (bin: LengthBin) => number, bottom: (bin: LengthBin) => number) =>
    bins
      .map((bin, place) => `M${place + gap} ${top(bin)}H${place + 1 - gap}V${bottom(bin)}H${place + gap}Z`)
      .join('');
  const table = writeTable(texts.cardLengths, bins, [
    { title: texts.cardLength, value: ({ exponent }) => nameBin(exponent) },
    { title: texts.documentsKept, isNumber: true, value: ({ kept }) => formatCount(kept) },
    { title: texts.documentsDropped, isNumber: true, value: ({ dropped }) => formatCount(dropped) },
  ]);
  return html`<section><h2>${texts.cardLengths}</h2>
<p class="note">${fill(texts.cardLengthsNote, { most: formatCount(Math.max(up, down)) })}</p>
<figure class="plot"><p class="small">${texts.documentsKept}</p>
<svg role="img" aria-label="${texts.cardLengthsLabel}" viewBox="0 0 ${bins.length} ${Math.max(1, up + down)}" height="${heightPixels}" preserveAspectRatio="none">
<path class="up" d="${bars(
    ({ kept }) => up - kept,
    () => up,
  )}"/><path class="down" d="${bars(
    () => up,
    ({ dropped }) => up + dropped,
  )}"/><path class="axis" vector-effect="non-scaling-stroke" d="M0 ${up}H${bins.length}"/></svg>
<p class="small faint">${texts.documentsDropped}</p>
${writeTicks(bins)}</figure>
<details><summary>${texts.cardAsTable}</summary>${table}</details></section>`;
}

function layBins({ kept, dropped }: DataCard['lengths']): LengthBin[] {
  const bins = Array.from({ length: Math.max(kept.length, dropped.length) }, (_, exponent) => ({
    exponent,
    kept: kept[exponent] ?? 0,
    dropped: dropped[exponent] ?? 0,
  }));
  const first = bins.findIndex((bin) => bin.kept + bin.dropped > 0);
  return first < 0 ? [] : bins.slice(first);
}

const nameBin = (exponent: number) => `${formatBytes(2 ** exponent)} – ${formatBytes(2 ** (exponent + 1))}`;

/** Where 10 bytes, 100 bytes and so on stand among the doublings; those too near to an edge to be written are left out. */
function writeTicks(bins: readonly LengthBin[]): Markup {
  const first = bins[0]?.exponent ?? 0;
  const ticks = Array.from({ length: 16 }, (_, power) => ({
    text: formatBytes(10 ** power).replace('.0', ''),
    place: ((power * Math.log2(10) - first) / bins.length) * 100,
  })).filter(({ place }) => place >= 3 && place <= 95);
  return html`<div class="ticks figures" aria-hidden="true">${ticks.map(
    ({ text, place }) => html`<span style="left:${place.toFixed(2)}%">${text}</span>`,
  )}</div>`;
}
