/**
 * Runs as a table; each row leads to its run, arrow keys walk the rows.
 */
import { type RunSummary, wordErrorInChinese } from '@slipway/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatCount } from '../format/count.ts';
import { shortReference } from '../format/digest.ts';
import { formatInstant } from '../format/instant.ts';
import { formatDuration } from '../format/quantity.ts';
import { StateMark } from '../layout/state-mark.tsx';
import { useListKeys } from '../layout/use-list-keys.ts';
import { useMessages } from '../messages/messages.ts';
import { runTitle } from './run-title.ts';

const narrowHidden = 'max-md:hidden';

/** A table of runs. */
export function RunTable({ runs }: { runs: readonly RunSummary[] }): ReactNode {
  const { t } = useMessages();
  const onKeyDown = useListKeys('tbody a');
  return (
    <table className="table table-fixed" onKeyDown={onKeyDown}>
      <caption className="sr-only">{t('nav.runs')}</caption>
      <thead>
        <tr>
          <th scope="col" className={`w-30 ${narrowHidden}`}>
            {t('runs.state')}
          </th>
          <th scope="col">{t('runs.run')}</th>
          <th scope="col" className={`w-44 ${narrowHidden}`}>
            {t('runs.started')}
          </th>
          <th scope="col" className={`number w-32 ${narrowHidden}`}>
            {t('runs.took')}
          </th>
          <th scope="col" className="number w-18">
            {t('runs.steps')}
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </tbody>
    </table>
  );
}

function RunRow({ run }: { run: RunSummary }): ReactNode {
  const messages = useMessages();
  const { language } = messages;
  const title = runTitle(run, messages);
  const tookMs = run.endedAt ? Date.parse(run.endedAt) - Date.parse(run.createdAt) : undefined;
  return (
    <tr className="relative hover:bg-wash">
      <td className={narrowHidden}>
        <StateMark state={run.state} />
      </td>
      <td>
        <Link
          to="/runs/$id"
          params={{ id: run.id }}
          className="block text-m after:absolute after:inset-0 max-md:break-words md:truncate"
          title={title}
        >
          <bdi>{title}</bdi>
        </Link>
        <span className="block text-xs text-faint md:truncate">
          <span className="font-mono max-md:hidden">{shortReference(run.id)}</span>
          <span className="flex flex-wrap items-baseline gap-x-2 md:hidden">
            <StateMark state={run.state} />
            <span>{formatInstant(run.createdAt, language)}</span>
            {tookMs === undefined ? null : <span>{formatDuration(tookMs, language)}</span>}
            <span className="font-mono">{shortReference(run.id)}</span>
          </span>
          {run.error ? (
            <span className="text-signal">
              <span className="max-md:hidden"> · </span>
              <ErrorLine error={run.error} />
            </span>
          ) : null}
        </span>
      </td>
      <td className={`whitespace-nowrap text-faint ${narrowHidden}`}>
        {formatInstant(run.createdAt, language)}
      </td>
      <td className={`number text-faint ${narrowHidden}`}>
        {tookMs === undefined ? '–' : formatDuration(tookMs, language)}
      </td>
      <td className="number">
        {formatCount(run.numStepsDone)}
        <span className="text-faint">/{formatCount(run.numSteps)}</span>
      </td>
    </tr>
  );
}

/** The first line of an error: on Chinese pages the sentence of its code, where there is one. */
function ErrorLine({ error }: { error: NonNullable<RunSummary['error']> }): ReactNode {
  const { language } = useMessages();
  const chinese = language === 'zh' ? wordErrorInChinese(error.code) : undefined;
  return chinese ? chinese.message : <span lang="en">{error.message}</span>;
}
