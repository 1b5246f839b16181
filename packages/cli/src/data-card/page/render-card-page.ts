/**
 * The card of a dataset as one file of HTML that needs nothing else: light and dark, for every width of screen and for paper.
 * Invariant: every text is escaped (`html`); there is no script, and nothing is fetched.
 */
import type { DataCard } from '@slipway/contracts';
import type { Language } from '../../messages/language.ts';
import { fill } from '../../messages/texts.ts';
import type { CardSubject } from '../card-subject.ts';
import { cardStyle } from './card-style.ts';
import { html } from './markup.ts';
import { makePageContext } from './page-context.ts';
import { writeFunnel } from './write-funnel.ts';
import { writeHeading } from './write-heading.ts';
import { writeLengths } from './write-lengths.ts';
import { writeSamples } from './write-samples.ts';
import { writeFinds, writeLanguages, writeReasons, writeSources } from './write-shares.ts';
import { writeThresholds } from './write-thresholds.ts';

export interface CardPageOptions {
  card: DataCard;
  subject: CardSubject;
  language: Language;
}

/** @returns a whole page, in the reader's language */
export function renderCardPage({ card, subject, language }: CardPageOptions): string {
  const context = makePageContext(language);
  const title = fill(context.texts.cardTitle, { name: subject.name });
  const style = { markup: cardStyle };
  const page = html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-Hans' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>${style}</style></head>
<body><main>
${writeHeading(card, subject, context)}
${writeFunnel(card, context)}
<div class="columns">${writeLanguages(card, context)}
${writeSources(card, context)}</div>
<div class="columns">${writeReasons(card, context)}
${writeLengths(card, context)}</div>
<div class="columns">${writeFinds(card, context)}</div>
${writeThresholds(card, context)}
${writeSamples(card, context)}
</main></body>
</html>
`;
  return page.markup;
}
