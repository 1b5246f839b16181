/**
 * Documents to look at, on a card's page: a few that were kept, then of each reason a few that were dropped.
 */
import { type DataCard, type DataSample, isFolderSource } from '@slipway/contracts';
import { fill } from '../../messages/texts.ts';
import { formatBytes } from '../../output/duration.ts';
import { html, type Markup } from './markup.ts';
import type { PageContext } from './page-context.ts';

export function writeSamples({ samples }: DataCard, context: PageContext): Markup {
  const { texts, word } = context;
  const groups = [...new Set(samples.map(({ drop }) => drop))].sort();
  const written = groups.map((drop) => {
    const reason = word('reason', drop.replace(/^[^:]*:/, ''));
    const title = drop === '' ? texts.documentsKept : fill(texts.cardDropped, { reason });
    const shown = samples.filter((sample) => sample.drop === drop);
    return html`<div class="group"><h3>${title}</h3><ul class="samples">${shown.map((sample) =>
      writeSample(sample, context),
    )}</ul></div>`;
  });
  const said = samples.length === 0 ? html`<p class="note">${texts.cardNoSamples}</p>` : html`${written}`;
  return html`<section><h2>${texts.cardSamples}</h2>${said}</section>`;
}

function writeSample({ name, source, language, numBytes, text }: DataSample, context: PageContext): Markup {
  const facts = [context.word('language', language), formatBytes(numBytes)];
  if (isFolderSource(source) && !name.startsWith(source)) facts.push(source);
  return html`<li><h4><bdi>${name}</bdi></h4><p class="faint small">${facts.join(' · ')}</p>
<pre dir="auto" tabindex="0" role="region" aria-label="${fill(context.texts.cardBeginning, { name })}">${text}</pre></li>`;
}
