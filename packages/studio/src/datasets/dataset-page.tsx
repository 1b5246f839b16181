/**
 * One dataset: what became of the documents, by language, source and reason, the thresholds to be moved, and documents to look at.
 */
import { type DataCard, nameSource } from '@slipway/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { artifactQuery, dataCardQuery } from '../api/queries.ts';
import { Funnel } from '../charts/funnel.tsx';
import { LengthPlot } from '../charts/length-plot.tsx';
import { formatCount, formatRoughly } from '../format/count.ts';
import { formatInstant } from '../format/instant.ts';
import { formatBytes } from '../format/quantity.ts';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { isNoSuch, NoSuch } from '../layout/no-such.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Reference } from '../layout/reference.tsx';
import { useMessages } from '../messages/messages.ts';
import { nameLanguage } from '../messages/name-language.ts';
import { CountList } from './count-list.tsx';
import { DocumentDialog } from './document-dialog.tsx';
import { layFunnel } from './lay-funnel.ts';
import { ReasonTable } from './reason-table.tsx';
import { SampleList } from './sample-list.tsx';
import { ShareTable, type ShareTokens } from './share-table.tsx';
import { ThresholdBoard } from './threshold-board.tsx';
import { WarningList } from './warning-list.tsx';

/** The page of one dataset. */
export function DatasetPage(): ReactNode {
  const { t, language } = useMessages();
  const { digest } = useParams({ from: '/datasets/$digest' });
  const { data: card, error, refetch } = useQuery(dataCardQuery(digest));
  const { data: artifact } = useQuery(artifactQuery(digest));
  if (isNoSuch(error)) return <NoSuch what="dataset" id={digest} />;
  return (
    <>
      <PageTitle
        title={artifact?.summary.name ?? t('data.dataset')}
        answers={
          <span className="figures flex flex-wrap items-baseline gap-x-4">
            {artifact ? <span>{formatInstant(artifact.summary.createdAt, language)}</span> : null}
            <Reference value={digest} />
            <Link to="/lineage" search={{ of: digest, direction: 'up' }} className="link text-s">
              {t('nav.lineage')}
            </Link>
          </span>
        }
      />
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!card && !error ? <Loading numLines={12} /> : null}
      {card ? <Card digest={digest} card={card} /> : null}
    </>
  );
}

function Card({ digest, card }: { digest: string; card: DataCard }): ReactNode {
  const messages = useMessages();
  const { t, word } = messages;
  const [opened, setOpened] = useState<string>();
  return (
    <div className="space-y-14">
      {card.warnings.length > 0 ? <WarningList warnings={card.warnings} /> : null}
      <section aria-labelledby="funnel-title">
        <h2 id="funnel-title" className="text-l font-strong">
          <Kept card={card} />
        </h2>
        <div className="mt-3">
          <Funnel stages={layFunnel(card)} />
        </div>
        <EstimateNote card={card} />
      </section>
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-3">
        <ShareTable
          title={t('data.languages')}
          shares={card.languages}
          tokens={tokensByLanguage(card)}
          name={(key) => nameLanguage(key, messages)}
        />
        <ShareTable
          title={t('data.sources')}
          shares={card.sources}
          name={(key) => nameSource(key, messages.language)}
        />
        <ReasonTable card={card} />
      </div>
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-3">
        <section aria-labelledby="lengths-title" className="min-w-0">
          <h2 id="lengths-title" className="mb-2 text-l font-strong">
            {t('data.lengths')}
          </h2>
          <LengthPlot lengths={card.lengths} />
        </section>
        <CountList
          title={t('data.personalData')}
          counts={card.personalData}
          name={(kind) => word('personalData', kind)}
          none={t('data.noPersonalData')}
        />
        <CountList
          title={t('data.benchmarks')}
          counts={card.contamination}
          name={(benchmark) => benchmark}
          none={t('data.noBenchmarks')}
        />
      </div>
      {card.thresholds.length > 0 ? (
        <ThresholdBoard onOpen={setOpened} dataset={digest} thresholds={card.thresholds} />
      ) : null}
      <SampleList samples={card.samples} onOpen={setOpened} />
      {opened === undefined ? null : <DocumentDialog dataset={digest} name={opened} onShow={setOpened} />}
    </div>
  );
}

/** The one sentence of the card. */
function Kept({ card }: { card: DataCard }): ReactNode {
  const { t } = useMessages();
  const kept = card.funnel.at(-1)?.kept ?? card.input;
  const said = t('data.keptOf', {
    kept: formatCount(kept.numDocuments),
    all: formatCount(card.input.numDocuments),
    size: formatBytes(kept.numBytes),
  });
  const { tokens, estimatedTokens } = card;
  if (tokens) return `${said}${t('data.andTokens', { tokens: formatCount(tokens.numTokens) })}`;
  if (!estimatedTokens?.numTokens) return said;
  return `${said}${t('data.aboutTokens', { tokens: formatRoughly(estimatedTokens.numTokens) })}`;
}

/** How tokens were estimated, how far that may be off, and what counts them. */
function EstimateNote({ card: { tokens, estimatedTokens } }: { card: DataCard }): ReactNode {
  const { t } = useMessages();
  if (tokens || !estimatedTokens?.numTokens) return null;
  const { vocabulary, error } = estimatedTokens;
  return (
    <p className="figures mt-4 max-w-[80ch] text-s text-faint">
      {t('data.estimatedTokens', { vocabulary, error: `${Math.round(error * 100)}\u00a0%` })}{' '}
      <code className="font-mono text-xs whitespace-nowrap text-ink">slipway data tokens</code>
    </p>
  );
}

/** Tokens of each language where they were counted, else as many as there would roughly be. */
function tokensByLanguage({ tokens, estimatedTokens }: DataCard): ShareTokens | undefined {
  const languages = tokens?.languages ?? estimatedTokens?.languages;
  if (!languages) return undefined;
  const numbers = new Map(Object.entries(languages).map(([key, { numTokens }]) => [key, numTokens]));
  return { numbers, isEstimated: tokens === undefined };
}
