/**
 * The one sentence of a finished station, with its one number between <b> and </b>.
 * Invariant: every number comes from the summary; a part that is not there yet gives no sentence.
 */
import type { Comparison, TourSummary } from '@slipway/contracts';
import { lossEnds } from '../charts/loss-ends.ts';
import { formatCount, formatDecimal, formatError } from '../format/count.ts';
import { formatBytes, formatDuration, formatParameters } from '../format/quantity.ts';
import type { Messages } from '../messages/messages.ts';
import { countReused, type StationName } from './stations.ts';

type Teller = (summary: TourSummary, messages: Messages) => string | undefined;

const tellers: Record<StationName, Teller> = {
  documents: tellDocuments,
  passages: ({ passages }, { t }) =>
    passages && t('tour.passages.done', { passages: formatCount(passages.numPassages) }),
  pairs: ({ pairs }, { t }) =>
    pairs &&
    t('tour.pairs.done', {
      pairs: formatCount(pairs.numTrain + pairs.numHeldout),
      heldout: formatCount(pairs.numHeldout),
      choices: formatCount(pairs.numChoices),
    }),
  base: ({ model }, { t, word, language }) =>
    model &&
    t('tour.base.done', {
      name: model.name,
      parameters: formatParameters(model.numParameters, language),
      licence: model.licence,
      languages: model.languages.map((each) => word('language', each)).join(t('page.listSeparator')),
    }),
  tuning: tellTuning,
  gates: ({ gates }, { t }) =>
    gates.length === 0
      ? undefined
      : t('tour.gates.done', {
          passed: formatCount(gates.filter(({ passed }) => passed).length),
          gates: formatCount(gates.length),
          texts: formatCount(Math.max(...gates.map(({ numTexts }) => numTexts))),
        }),
  scores: tellScores,
  service: (summary, { t, language }) => {
    const time = formatDuration(summary.durationMs, language);
    const numReused = countReused(summary);
    if (numReused === 0) return t('tour.service.done', { time });
    const steps = formatCount(summary.steps.length);
    if (numReused === summary.steps.length) return t('tour.service.doneBefore', { steps });
    return t('tour.service.doneAgain', { reused: formatCount(numReused), steps, time });
  },
};

/** The sentence of a finished station, or undefined while its numbers are not there. */
export function tellStation(name: StationName, summary: TourSummary, messages: Messages): string | undefined {
  return tellers[name](summary, messages);
}

function tellDocuments({ documents, dataset }: TourSummary, { t }: Messages): string | undefined {
  if (!documents) return undefined;
  const files = documents.numDocuments + documents.numSetAside;
  if (!dataset) {
    return t('tour.documents.read', { files: formatCount(files), size: formatBytes(documents.numBytes) });
  }
  const kept = dataset.card.splits.train + dataset.card.splits.heldout;
  return t('tour.documents.done', {
    files: formatCount(files),
    size: formatBytes(documents.numBytes),
    kept: formatCount(kept),
    aside: formatCount(Math.max(0, files - kept)),
  });
}

function tellTuning({ training }: TourSummary, { t }: Messages): string | undefined {
  if (!training) return undefined;
  const { first, last } = lossEnds(training.losses);
  return t('tour.tuning.done', {
    from: formatDecimal(first, 2),
    to: formatDecimal(last, 2),
    tokens: formatCount(training.numTokens),
    steps: formatCount(training.numSteps),
  });
}

/** The comparison the page leads with: base to tuned, in bits per byte where that was measured. */
export function leadingComparison(comparisons: readonly Comparison[]): Comparison | undefined {
  const tuned = comparisons.filter(({ from, to }) => from === 'base' && to === 'tuned');
  const inBits = tuned.filter(({ metric }) => metric.includes('bits'));
  return inBits.find(({ task }) => task.includes('answers')) ?? inBits[0] ?? tuned[0] ?? comparisons[0];
}

function tellScores({ comparisons }: TourSummary, { t, word }: Messages): string | undefined {
  const lead = leadingComparison(comparisons);
  if (!lead) return undefined;
  const values = {
    metric: word('metric', lead.metric),
    difference: formatDecimal(Math.abs(lead.difference), 4),
    margin: formatError(lead.standardError, 4),
  };
  if (lead.verdict === 'no-difference-shown') return t('tour.scores.none', values);
  return lead.verdict === 'better' ? t('tour.scores.better', values) : t('tour.scores.worse', values);
}
