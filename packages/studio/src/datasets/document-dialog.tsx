/**
 * One document before and after, a sheet at the right edge: what was removed struck through, what was added underlined, and for a
 * dropped document its text with the rule and the number that spoke.
 * Invariant: removed and added differ in more than colour, and are named to those who hear the page.
 */
import type { DocumentComparison, SpokenRule, TextChange } from '@slipway/contracts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { comparisonQuery } from '../api/queries.ts';
import { formatCount, formatShort } from '../format/count.ts';
import { formatBytes } from '../format/quantity.ts';
import { BreakingName } from '../layout/breaking-name.tsx';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { SideSheet } from '../layout/side-sheet.tsx';
import { useMessages } from '../messages/messages.ts';
import { nameLanguage } from '../messages/name-language.ts';
import { formatBound } from './format-bound.ts';

export interface DocumentDialogProps {
  dataset: string;
  /** As the dataset calls it. */
  name: string;
  /** Shows another document of the dataset in its place, or none any more. */
  onShow: (name: string | undefined) => void;
}

/** The reader of one document. */
export function DocumentDialog({ dataset, name, onShow }: DocumentDialogProps): ReactNode {
  const { t } = useMessages();
  const { data, error, refetch } = useQuery(comparisonQuery(dataset, name));
  return (
    <SideSheet
      title={name}
      facts={
        data ? (
          <>
            {data.address === undefined ? null : (
              <p className="text-s text-faint [overflow-wrap:anywhere]">
                <BreakingName name={data.address} />
              </p>
            )}
            <Fate comparison={data} onShow={onShow} />
          </>
        ) : null
      }
      label={t('data.beforeAfter')}
      onClose={() => onShow(undefined)}
    >
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading numLines={12} /> : null}
      {data ? <Changes comparison={data} /> : null}
    </SideSheet>
  );
}

/** What became of it, and why. */
function Fate({
  comparison,
  onShow,
}: { comparison: DocumentComparison } & Pick<DocumentDialogProps, 'onShow'>): ReactNode {
  const messages = useMessages();
  const { t, word } = messages;
  const { fate, rule, repeats, language, numBytes, changes } = comparison;
  const reason = word('reason', fate.slice(fate.indexOf(':') + 1));
  const count = (isCounted: (change: TextChange) => boolean) => formatCount(changes.filter(isCounted).length);
  return (
    <div className="figures text-s">
      <p className="text-faint">{[nameLanguage(language, messages), formatBytes(numBytes)].join(' · ')}</p>
      {fate === '' ? (
        <p>
          {t('data.changesMade', {
            lines: count(({ why }) => why === 'lines'),
            masks: count(({ why, kind }) => why === 'personal-data' && kind === 'added'),
            repairs: count(({ why }) => why === 'repair'),
          })}
        </p>
      ) : (
        <p className="text-signal">{t('data.droppedFor', { reason })}</p>
      )}
      {rule ? <Spoken rule={rule} /> : null}
      {repeats === null ? null : (
        <p>
          {t('data.repeats')}{' '}
          <button
            type="button"
            onClick={() => onShow(repeats)}
            className="link text-start [overflow-wrap:anywhere]"
          >
            <BreakingName name={repeats} />
          </button>
        </p>
      )}
    </div>
  );
}

function Spoken({ rule }: { rule: SpokenRule }): ReactNode {
  const { t, word } = useMessages();
  const { kind, bound, value, name, reason } = rule;
  if (kind === null || bound === null) return null;
  return (
    <p>
      {t('data.spoken', {
        measure: word('measure', `${name}.${reason}`),
        value: value === null ? '–' : formatShort(value),
        bound: formatBound({ kind }, bound, t),
      })}{' '}
      <code className="font-mono text-xs text-faint">{`${rule.rule}.${name}`}</code>
    </p>
  );
}

const marks = {
  removed: 'text-signal line-through decoration-1',
  added: 'bg-mark text-proven underline underline-offset-2 decoration-1',
} as const;

function Changes({ comparison: { changes, from, isCut } }: { comparison: DocumentComparison }): ReactNode {
  const { t } = useMessages();
  return (
    <>
      {from === 'source' ? null : <p className="mb-4 text-s text-faint">{t(`data.from.${from}`)}</p>}
      {changes.length === 0 ? <p className="text-s text-faint">{t('data.noText')}</p> : null}
      <div dir="auto" className="font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
        {changes.map((change, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no identity but their place
          <Piece key={place} change={change} />
        ))}
      </div>
      {isCut ? <p className="mt-4 text-s text-faint">{t('data.comparisonCut')}</p> : null}
    </>
  );
}

function Piece({ change: { kind, text, why } }: { change: TextChange }): ReactNode {
  const { t } = useMessages();
  if (kind === 'same') return <span>{text}</span>;
  const Tag = kind === 'removed' ? 'del' : 'ins';
  return (
    <Tag className={marks[kind]} title={why === null ? undefined : t(`data.why.${why}`)}>
      {text}
    </Tag>
  );
}
