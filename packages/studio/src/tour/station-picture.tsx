/**
 * What a finished station unfolds to: funnel, counts, facts, loss curve, gate table, scores.
 */
import type { TourSummary } from '@slipway/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Funnel, type FunnelRow } from '../charts/funnel.tsx';
import { LossCurve } from '../charts/loss-curve.tsx';
import { formatCount } from '../format/count.ts';
import { formatParameters } from '../format/quantity.ts';
import { formatSentence } from '../format/sentence.ts';
import { type FactRow, Facts } from '../layout/facts.tsx';
import { Reference } from '../layout/reference.tsx';
import { type Messages, useMessages } from '../messages/messages.ts';
import { nameLanguage } from '../messages/name-language.ts';
import { GateTable } from './gate-table.tsx';
import { ScoreBoard } from './score-board.tsx';
import type { StationName } from './stations.ts';

/** The picture of a station; nothing where its part of the summary is not there. */
export function StationPicture({ name, summary }: { name: StationName; summary: TourSummary }): ReactNode {
  const messages = useMessages();
  const { t, language } = messages;
  switch (name) {
    case 'documents':
      return (
        <>
          <Funnel stages={funnelOf(summary)} />
          {summary.dataset ? (
            <p className="mt-3 text-s">
              <Link to="/datasets/$digest" params={{ digest: summary.dataset.digest }} className="link">
                {t('data.open')}
              </Link>
            </p>
          ) : null}
        </>
      );
    case 'tuning':
      return summary.training ? (
        <>
          <LossCurve losses={summary.training.losses} />
          <p className="mt-2 max-w-[68ch] text-s text-faint">
            {t('tour.tuning.rule', { rule: formatSentence(summary.training.rule[language], language) })}
            {summary.training.rule.en.includes(' / ') ? ` ${t('tour.tuning.ruleNote')}` : ''}
          </p>
        </>
      ) : null;
    case 'gates':
      return <GateTable gates={summary.gates} />;
    case 'scores':
      return <ScoreBoard summary={summary} />;
    default:
      return <Facts rows={factsOf(name, summary, messages)} />;
  }
}

/** The dataset's own funnel, begun where the tour begins: with every file that was listed. */
function funnelOf({ documents, dataset }: TourSummary): FunnelRow[] {
  if (!documents) return dataset?.card.funnel ?? [];
  const { numDocuments, numBytes, numSetAside } = documents;
  const listed = {
    name: 'listed',
    numDocuments: numDocuments + numSetAside,
    numBytes: undefined,
    dropped: {},
  };
  const [taken, ...rest] = dataset?.card.funnel ?? [{ name: 'taken', numDocuments, numBytes, dropped: {} }];
  const dropped = numSetAside > 0 ? { 'set-aside': numSetAside } : {};
  return taken ? [listed, { ...taken, dropped: { ...taken.dropped, ...dropped } }, ...rest] : [listed];
}

function factsOf(name: StationName, summary: TourSummary, messages: Messages): FactRow[] {
  const { t, word, language } = messages;
  const { passages, dataset, pairs, model, answer } = summary;
  if (name === 'passages' && passages) {
    return [
      [t('tour.passages.index'), <Reference key="index" value={passages.digest} />],
      ...(dataset
        ? ([
            [t('tour.passages.characters'), formatCount(dataset.card.numCharacters)],
            [
              t('tour.passages.languages'),
              countsOf(dataset.card.languages, (each) => nameLanguage(each, messages)),
            ],
            [t('tour.passages.formats'), countsOf(dataset.card.formats, (each) => each)],
          ] satisfies FactRow[])
        : []),
    ];
  }
  if (name === 'pairs' && pairs) {
    return [
      [t('tour.pairs.train'), formatCount(pairs.numTrain)],
      [t('tour.pairs.heldout'), formatCount(pairs.numHeldout)],
      [t('tour.pairs.choices'), formatCount(pairs.numChoices)],
      [t('tour.digest'), <Reference key="pairs" value={pairs.digest} />],
    ];
  }
  if (name === 'base' && model) {
    return [
      [t('tour.base.parameters'), formatParameters(model.numParameters, language)],
      [t('tour.base.licence'), model.licence],
      [
        t('tour.base.languages'),
        model.languages.map((each) => word('language', each)).join(t('page.listSeparator')),
      ],
      [t('tour.digest'), <Reference key="base" value={model.base} />],
    ];
  }
  if (name === 'service') {
    const deployment = answer?.receipt.receipt.deploymentId;
    return [
      [t('tour.service.alias'), <code key="alias">{answer?.receipt.receipt.alias ?? 'tour'}</code>],
      ...(deployment
        ? ([
            [t('tour.service.deployment'), <Reference key="deployment" value={deployment} />],
          ] satisfies FactRow[])
        : []),
    ];
  }
  return [];
}

function countsOf(counts: Record<string, number>, name: (key: string) => string): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([key, count]) => `${name(key)} ${formatCount(count)}`)
    .join(' · ');
}
