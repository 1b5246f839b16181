/**
 * The head of a card's page: whose card it is, the whole in words, and what should be looked at first.
 */
import { type DataCard, wordWarning } from '@slipway/contracts';
import { fill } from '../../messages/texts.ts';
import { formatBytes, formatCount } from '../../output/duration.ts';
import { type CardSubject, nameQuality } from '../card-subject.ts';
import { tellKept, tellTokens } from '../sum-up-card.ts';
import { html, type Markup, noMarkup } from './markup.ts';
import type { PageContext } from './page-context.ts';

export function writeHeading(card: DataCard, subject: CardSubject, context: PageContext): Markup {
  const { texts, language } = context;
  const { numFiles, numDocuments, numBytes } = card.input;
  const input = fill(texts.cardInput, {
    files: formatCount(numFiles),
    documents: formatCount(numDocuments),
    size: formatBytes(numBytes),
  });
  const made = fill(texts.cardStageIs, {
    stage: subject.stage,
    version: subject.stageVersion,
    page: subject.version,
  });
  const quality = nameQuality(subject.quality, language);
  return html`<header>
<p class="faint small">${texts.cardOf} · ${input}</p>
<h1><bdi>${subject.name}</bdi></h1>
<p class="lead">${keepCounts(tellKept(card, language))}</p>
${writeTokens(card, context)}
<dl class="facts">
<div><dt>${texts.digest}</dt><dd><code>${subject.digest}</code></dd></div>
<div><dt>${texts.storedSize}</dt><dd>${formatBytes(subject.storedBytes)}</dd></div>
<div><dt>${texts.cardMadeAt}</dt><dd><time datetime="${subject.createdAt}">${formatUtc(subject, language)}</time></dd></div>
${quality === '' ? noMarkup : html`<div><dt>${texts.cardRecipe}</dt><dd>${quality}</dd></div>`}
<div><dt>${texts.cardStage}</dt><dd>${made}</dd></div>
</dl>
${writeWarnings(card, context)}
</header>`;
}

function writeTokens(card: DataCard, { language }: PageContext): Markup {
  const tokens = tellTokens(card, language);
  if (tokens === '') return noMarkup;
  // Commands stand between backticks, as in a terminal.
  const pieces = keepCounts(tokens).split('`');
  return html`<p class="note">${pieces.map((piece, place) =>
    place % 2 === 1 ? html`<code>${piece}</code>` : html`${piece}`,
  )}</p>`;
}

/** The thin spaces of a count do not end a line. */
const keepCounts = (text: string) => text.replaceAll('\u2009', '\u2060\u2009\u2060');

/** To the minute, in UTC, for the page is read where it was not made. */
function formatUtc({ createdAt }: CardSubject, language: PageContext['language']): string {
  const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
  });
  return `${format.format(new Date(createdAt))} UTC`;
}

function writeWarnings({ warnings }: DataCard, { language }: PageContext): Markup {
  if (warnings.length === 0) return noMarkup;
  const said = warnings.map((warning) => wordWarning(warning, language, formatCount));
  return html`<ul class="warnings">${said.map(
    ({ title, detail = '' }) => html`<li><strong>${title}</strong> ${detail}</li>`,
  )}</ul>`;
}
