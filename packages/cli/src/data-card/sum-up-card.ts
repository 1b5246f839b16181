/**
 * A card in one or two sentences: how much was kept, why most of the rest was not, and how many tokens it is.
 * Invariant: the reasons named stand for more than half of what was dropped, or they are the three commonest.
 */
import { type Amount, type DataCard, wordData } from '@slipway/contracts';
import type { Language } from '../messages/language.ts';
import { fill, readTexts } from '../messages/texts.ts';
import { formatBytes, formatCount } from '../output/duration.ts';

export interface CountedReason extends Amount {
  step: string;
  reason: string;
}

/** Why documents were dropped, whichever step it was at, the commonest first. */
export function listReasons({ funnel }: DataCard): CountedReason[] {
  return funnel
    .flatMap(({ name: step, dropped }) =>
      Object.entries(dropped).map(([reason, amount]) => ({ step, reason, ...amount })),
    )
    .sort((a, b) => b.numDocuments - a.numDocuments || (a.reason < b.reason ? -1 : 1));
}

/** What is left after the last step. */
export function keptAmount({ funnel, input }: DataCard): Amount {
  return funnel.at(-1)?.kept ?? input;
}

const maxNamed = 3;

/** The commonest reasons that together stand for more than half, three at most. */
export function listMainReasons(reasons: readonly CountedReason[]): CountedReason[] {
  const all = reasons.reduce((sum, { numDocuments }) => sum + numDocuments, 0);
  const named: CountedReason[] = [];
  let told = 0;
  for (const reason of reasons.slice(0, maxNamed)) {
    if (told * 2 > all) break;
    named.push(reason);
    told += reason.numDocuments;
  }
  return named;
}

/** `843 of 1 302 documents were kept (65 %), 2.9 MB as they came. Most of the rest went for: too few words (81), lines repeat (33).` */
export function tellKept(card: DataCard, language: Language): string {
  const texts = readTexts(language);
  const kept = keptAmount(card);
  const reasons = listReasons(card);
  const main = listMainReasons(reasons);
  const first = fill(texts.cardKept, {
    kept: formatCount(kept.numDocuments),
    all: formatCount(card.input.numDocuments),
    share: formatShare(kept.numDocuments, card.input.numDocuments),
    size: formatBytes(kept.numBytes),
  });
  const told = main.map(({ reason, numDocuments }) =>
    fill(texts.cardReason, {
      reason: wordData('reason', reason, language),
      count: formatCount(numDocuments),
    }),
  );
  const why = main.length === reasons.length ? texts.cardAllWent : texts.cardMostWent;
  const second =
    reasons.length === 0 ? texts.cardNoneDropped : fill(why, { reasons: told.join(texts.cardListSeparator) });
  return joinSentences([first, second], language);
}

/** How many tokens were written, or would roughly be; empty where neither is known. */
export function tellTokens({ tokens, estimatedTokens }: DataCard, language: Language): string {
  const texts = readTexts(language);
  if (tokens) return fill(texts.cardTokens, { tokens: formatCount(tokens.numTokens) });
  if (!estimatedTokens || estimatedTokens.numTokens === 0) return '';
  const { numTokens, error, vocabulary } = estimatedTokens;
  const about = fill(texts.cardTokensEstimated, {
    tokens: formatCount(roundRoughly(numTokens)),
    error: `${Math.round(error * 100)} %`,
  });
  return joinSentences([about, fill(texts.cardTokensHow, { vocabulary })], language);
}

/** A part of a whole in per cent; below one per cent to a digit more, so that a few are not none. */
export function formatShare(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (part / whole) * 100;
  if (percent > 0 && percent < 0.05) return '< 0.1 %';
  const isRound = percent === 0 || (percent >= 1 && percent <= 99) || percent === 100;
  return `${percent.toFixed(isRound ? 0 : 1)} %`;
}

/** To two digits: an estimate has no more. */
export function roundRoughly(value: number): number {
  return Number(value.toPrecision(2));
}

function joinSentences(sentences: readonly string[], language: Language): string {
  return sentences.join(language === 'zh' ? '' : ' ');
}
