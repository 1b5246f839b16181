/**
 * What was used and what it costs, grouped as the reader asks.
 */
import type { StatementDimension } from '@slipway/contracts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { statementQuery } from '../api/queries.ts';
import { Button } from '../layout/button.tsx';
import { ChoiceRow } from '../layout/choice-row.tsx';
import { EmptyNote } from '../layout/empty-note.tsx';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { useMessages } from '../messages/messages.ts';
import { saveStatement } from './save-statement.ts';
import { StatementTable } from './statement-table.tsx';

const dimensions = ['customer', 'industry', 'model', 'period'] as const;

/** The page of statements. */
export function StatementsPage(): ReactNode {
  const { t } = useMessages();
  const { by = ['customer', 'model'], granularity = 'month' } = useSearch({ from: '/statements' });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(statementQuery(by, granularity));
  function toggle(dimension: StatementDimension): void {
    const next = by.includes(dimension) ? by.filter((each) => each !== dimension) : [...by, dimension];
    if (next.length > 0) void navigate({ to: '/statements', search: { by: next, granularity } });
  }
  const isEmpty = data?.lines.length === 0;
  return (
    <>
      <PageTitle
        title={t('nav.statements')}
        answers={t('statements.answers')}
        action={
          data && !isEmpty ? (
            <Button onClick={() => saveStatement(data)}>{t('statements.download')}</Button>
          ) : undefined
        }
      />
      <div className="mb-6 flex flex-wrap gap-x-10 gap-y-1">
        <ChoiceRow
          label={t('statements.groupBy')}
          choices={dimensions.map((each) => [each, t(`statement.${each}`)] as const)}
          chosen={by}
          onChoose={toggle}
        />
        {by.includes('period') ? (
          <ChoiceRow
            label={t('statement.period')}
            choices={[
              ['day', t('statements.day')],
              ['month', t('statements.month')],
            ]}
            chosen={[granularity]}
            onChoose={(value) => void navigate({ to: '/statements', search: { by, granularity: value } })}
          />
        ) : null}
      </div>
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading numLines={6} /> : null}
      {isEmpty ? <EmptyNote>{t('statements.empty')}</EmptyNote> : null}
      {data && !isEmpty ? <StatementTable statement={data} /> : null}
    </>
  );
}
