/**
 * What the dataset would be with all bounds that were moved: exact where it can be known, and said where it cannot.
 * Invariant: the last answer stays until the next is there, so that nothing jumps while a line is dragged.
 */
import type { MovedBound, WhatIf, WhatIfDocument } from '@slipway/contracts';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { whatIfQuery } from '../api/queries.ts';
import { formatCount, formatDifference, formatShort } from '../format/count.ts';
import { formatBytes } from '../format/quantity.ts';
import { ErrorNote } from '../layout/error-note.tsx';
import { useMessages } from '../messages/messages.ts';
import { Rich } from '../messages/rich.tsx';
import { ReasonRows } from './reason-rows.tsx';
import { useSettled } from './use-settled.ts';

export interface WhatIfPanelProps {
  dataset: string;
  /** At least one. */
  bounds: readonly MovedBound[];
  /** Opens a document before and after, by its name. */
  onOpen: (name: string) => void;
}

/** The panel beneath the thresholds. */
export function WhatIfPanel({ dataset, bounds, onOpen }: WhatIfPanelProps): ReactNode {
  const { t } = useMessages();
  const settled = useSettled(bounds);
  const { data, error, refetch, isPlaceholderData } = useQuery(whatIfQuery(dataset, settled));
  return (
    <section
      aria-labelledby="what-if-title"
      className="mt-10 min-h-40 border-t border-ink pt-4"
      aria-busy={!data && !error}
    >
      <h3 id="what-if-title" className="text-m font-strong">
        {t('data.whatIf', { count: bounds.length })}
      </h3>
      {error ? (
        <div className="mt-3">
          <ErrorNote error={error} onRetry={() => void refetch()} />
        </div>
      ) : null}
      {data ? (
        <Outcome onOpen={onOpen} answer={data} isOld={isPlaceholderData || settled !== bounds} />
      ) : null}
    </section>
  );
}

type Opening = Pick<WhatIfPanelProps, 'onOpen'>;

function Outcome({ answer, isOld, onOpen }: { answer: WhatIf; isOld: boolean } & Opening): ReactNode {
  const { t } = useMessages();
  const { before, after, falling, rising, loosened, documents, numNotMeasured } = answer;
  const kept = {
    before: formatCount(before.kept.numDocuments),
    after: formatCount(after.kept.numDocuments),
    size: formatBytes(after.kept.numBytes),
  };
  return (
    <div className={isOld ? 'opacity-60' : ''}>
      <p className="figures mt-1 text-l" aria-live="polite">
        <Rich text={t('data.wouldKeep', kept)} />
      </p>
      {after.notKnown.numDocuments > 0 ? (
        <p className="mt-1 max-w-[72ch] text-s text-faint">
          {t('data.notKnown', { count: formatCount(after.notKnown.numDocuments) })}
          {numNotMeasured > 0 ? ` ${t('data.notMeasured', { count: formatCount(numNotMeasured) })}` : ''}
        </p>
      ) : null}
      <div className="mt-5 grid gap-x-12 gap-y-8 xl:grid-cols-2">
        <RuleChanges answer={answer} />
        <div className="grid content-start gap-y-8">
          <Movers
            onOpen={onOpen}
            title={t('data.falling')}
            numAll={falling.numDocuments}
            documents={documents.falling}
          />
          <Movers
            onOpen={onOpen}
            title={t('data.rising')}
            numAll={rising.numDocuments}
            documents={documents.rising}
          />
          {loosened.numDocuments > 0 ? (
            <Movers
              onOpen={onOpen}
              title={t('data.loosened')}
              numAll={loosened.numDocuments}
              documents={documents.loosened}
            />
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** The reasons that are given more or less often than before. */
function RuleChanges({ answer }: { answer: WhatIf }): ReactNode {
  const { t, word } = useMessages();
  const rows = answer.rules
    .filter(({ before, after }) => before !== after)
    .map(({ recipe, rule, name, reason, before, after }) => ({
      key: `${recipe} ${rule} ${name} ${reason}`,
      reason,
      giver: [word('recipe', recipe), ...(name === '' ? [] : [word('measure', `${name}.${reason}`)])].join(
        ' · ',
      ),
      numbers: [formatCount(after), formatDifference(after - before, 0)] as const,
    }));
  return (
    <ReasonRows columns={[t('data.wouldFall'), t('data.change')]} rows={rows} none={t('data.noChange')} />
  );
}

interface MoversProps extends Opening {
  title: string;
  numAll: number;
  documents: readonly WhatIfDocument[];
}

/** Documents that change sides, the first of them by name, with the number that decides. */
function Movers({ title, numAll, documents, onOpen }: MoversProps): ReactNode {
  const { t, word } = useMessages();
  const measures = useMemo(
    () => documents.map((one) => word('reason', (one.after || one.before).replace(/^[^:]*:/, ''))),
    [documents, word],
  );
  return (
    <section aria-label={title} className="min-w-0 text-s">
      <h4 className="figures flex justify-between border-b border-hair pb-1.5">
        <span>{title}</span>
        <span className="font-strong">{formatCount(numAll)}</span>
      </h4>
      <ul>
        {documents.map(({ name, value }, place) => (
          <li key={name} className="border-b border-hair py-1.5">
            <button type="button" onClick={() => onOpen(name)} className="link block text-start">
              <bdi className="line-clamp-2 [overflow-wrap:anywhere]" title={name}>
                {name}
              </bdi>
            </button>
            <span className="figures text-xs text-faint">
              {measures[place]}
              {value === null ? '' : ` · ${formatShort(value)}`}
            </span>
          </li>
        ))}
      </ul>
      {numAll > documents.length ? (
        <p className="pt-1.5 text-xs text-faint">
          {t('data.andMore', { count: formatCount(numAll - documents.length) })}
        </p>
      ) : null}
    </section>
  );
}
