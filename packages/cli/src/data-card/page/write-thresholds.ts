/**
 * The bounds of the rules on a card's page: for each recipe that judged, a chart of every bound that documents fall by, and a table of all.
 * Invariant: bars stand where the histogram's bins are, those on the far side of the bound pale; what is not drawn is in the table.
 */
import { isBoundAsked } from '@slipway/client';
import type { DataCard, ThresholdHistogram } from '@slipway/contracts';
import { fill } from '../../messages/texts.ts';
import { formatCount } from '../../output/duration.ts';
import { type CountedBound, formatBound, formatNumber, listBounds, nameMeasure } from '../list-bounds.ts';
import { formatShare } from '../sum-up-card.ts';
import { html, type Markup, noMarkup } from './markup.ts';
import type { PageContext } from './page-context.ts';
import { writeTable } from './write-table.ts';

/** A recipe has some forty bounds, and a dataset of many languages many recipes. */
const maxChartsPerRecipe = 12;
const maxRecipesDrawn = 4;
const height = 40;
const heightPixels = 110;

export function writeThresholds({ thresholds }: DataCard, context: PageContext): Markup {
  if (thresholds.length === 0) return noMarkup;
  const recipes = groupByRecipe(thresholds);
  const written = recipes.map(([recipe, bounds], place) => {
    const drawn = place < maxRecipesDrawn ? bounds.filter(({ numFalling }) => numFalling > 0) : [];
    const charts = drawn.slice(0, maxChartsPerRecipe).map((bound) => drawBound(bound, context));
    const all = listAll(recipe, bounds, context);
    if (charts.length === 0) return all;
    return html`<div class="group"><h3>${context.word('recipe', recipe)}</h3>
<div class="charts">${charts}</div>
${all}</div>`;
  });
  const { texts } = context;
  return html`<section><h2>${texts.cardCharts}</h2><p class="note">${texts.cardChartsNote}</p>${written}</section>`;
}

/** The recipe that judged most documents comes first. */
function groupByRecipe(thresholds: readonly ThresholdHistogram[]): [string, CountedBound[]][] {
  const groups = new Map<string, CountedBound[]>();
  for (const bound of listBounds(thresholds))
    groups.set(bound.histogram.recipe, [...(groups.get(bound.histogram.recipe) ?? []), bound]);
  const judged = ([, bounds]: [string, CountedBound[]]) =>
    Math.max(...bounds.map(({ numAsked }) => numAsked));
  return [...groups].sort((a, b) => judged(b) - judged(a));
}

function drawBound({ histogram, numFalling, numAsked }: CountedBound, context: PageContext): Markup {
  const { texts, language } = context;
  const measure = nameMeasure(histogram, language);
  const falls = fill(texts.cardChartFalls, {
    count: formatCount(numFalling),
    all: formatCount(numAsked),
    share: formatShare(numFalling, numAsked),
  });
  const label = fill(texts.cardChartLabel, { measure, falls, bound: formatBound(histogram) });
  const place = placeBound(histogram);
  const width = histogram.counts.length;
  return html`<figure><figcaption><h4>${measure}</h4><p class="faint figures">${falls}</p></figcaption>
<svg class="plot" role="img" aria-label="${label}" viewBox="0 0 ${width} ${height}" height="${heightPixels}" preserveAspectRatio="none">
<path class="up" d="${drawBars(histogram, false)}"/><path class="down" d="${drawBars(histogram, true)}"/>
<path class="axis" vector-effect="non-scaling-stroke" d="M0 ${height}H${width}"/>
<path class="bound" vector-effect="non-scaling-stroke" d="M${(place * width).toFixed(2)} 0V${height}"/></svg>
<div class="ticks figures" aria-hidden="true">${writeTicks(histogram, place)}</div></figure>`;
}

const placeBound = ({ bound, from, to }: ThresholdHistogram) =>
  Math.min(1, Math.max(0, (bound - from) / (to - from)));

function drawBars({ from, to, counts, kind, bound }: ThresholdHistogram, falling: boolean): string {
  const most = Math.sqrt(Math.max(1, ...counts));
  const width = (to - from) / counts.length;
  return counts
    .map((count, place) => {
      const middle = from + (place + 0.5) * width;
      const falls = kind === 'most' ? middle > bound : middle < bound;
      if (count === 0 || falls !== falling) return '';
      const top = height - (Math.sqrt(count) / most) * (height - 1);
      return `M${place} ${height}V${top.toFixed(2)}H${place + 0.9}V${height}Z`;
    })
    .join('');
}

/** Both ends of the measure, where they do not touch the bound's own number. */
function writeTicks(histogram: ThresholdHistogram, place: number): Markup[] {
  const { from, to } = histogram;
  const near = 0.2;
  const at = place < near / 2 ? 'at start' : place > 1 - near / 2 ? 'at end' : 'at';
  const style = at === 'at' ? html` style="left:${(place * 100).toFixed(2)}%"` : noMarkup;
  return [
    html`<span class="${at}"${style}>${formatBound(histogram)}</span>`,
    place > near ? html`<span class="start">${formatNumber(from)}</span>` : noMarkup,
    place < 1 - near ? html`<span class="end">${formatNumber(to)}</span>` : noMarkup,
  ];
}

function listAll(
  recipe: string,
  bounds: readonly CountedBound[],
  { texts, language, word }: PageContext,
): Markup {
  const title = fill(texts.cardAllBounds, { count: bounds.length, recipe: word('recipe', recipe) });
  const table = writeTable(title, bounds, [
    {
      title: texts.rule,
      value: ({ histogram }) =>
        html`${nameMeasure(histogram, language)} <span class="faint">${word('rule', histogram.rule)}</span>`,
    },
    {
      title: texts.cardBound,
      isNumber: true,
      value: ({ histogram }) =>
        isBoundAsked(histogram, histogram.bound) ? formatBound(histogram) : texts.cardNotAsked,
    },
    { title: texts.cardFalls, isNumber: true, value: ({ numFalling }) => formatCount(numFalling) },
    {
      title: texts.cardOfAsked,
      isNumber: true,
      value: ({ numFalling, numAsked }) => formatShare(numFalling, numAsked),
    },
    {
      title: texts.cardSet,
      value: ({ histogram: { rule, name } }) => html`<code>${rule}.${name}</code>`,
    },
  ]);
  return html`<details><summary>${title}</summary>${table}</details>`;
}
