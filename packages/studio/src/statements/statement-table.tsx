/**
 * A statement as a table: a row a line, its total beneath. Where the window is narrow the amounts stay in sight while the rest scrolls.
 */
import type { Statement, StatementLine } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { formatCount } from '../format/count.ts';
import { formatMoney } from '../format/quantity.ts';
import { ScrollRegion } from '../layout/scroll-region.tsx';
import { useMessages } from '../messages/messages.ts';

const amounts = [
  ['numRequests', 'statement.requests'],
  ['numPromptTokens', 'statement.tokensIn'],
  ['numCachedTokens', 'statement.tokensCached'],
  ['numOutputTokens', 'statement.tokensOut'],
] as const;

const amountCell =
  'number max-sm:sticky max-sm:end-0 max-sm:bg-paper max-sm:ps-3 max-sm:shadow-[-1px_0_var(--color-hair)]';

function Amounts({ line }: { line: StatementLine }): ReactNode {
  return (
    <>
      {amounts.map(([field]) => (
        <td key={field} className="number">
          {formatCount(line[field])}
        </td>
      ))}
      <td className={amountCell}>{formatMoney(line.amountMicroUnits, line.currency)}</td>
    </>
  );
}

/** The table; columns are the statement's own dimensions. */
export function StatementTable({ statement }: { statement: Statement }): ReactNode {
  const { t } = useMessages();
  const { groupBy, lines, total } = statement;
  return (
    <ScrollRegion label={t('nav.statements')}>
      <table className="table min-w-[40rem]">
        <caption className="sr-only">{t('nav.statements')}</caption>
        <thead>
          <tr>
            {groupBy.map((dimension) => (
              <th key={dimension} scope="col">
                {t(`statement.${dimension}`)}
              </th>
            ))}
            {amounts.map(([field, name]) => (
              <th key={field} scope="col" className="number">
                {t(name)}
              </th>
            ))}
            <th scope="col" className={amountCell}>
              {t('statement.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={groupBy.map((dimension) => line[dimension]).join('\n')}>
              {groupBy.map((dimension) => (
                <td key={dimension} className="max-w-80 break-words">
                  <bdi>{line[dimension] ?? '–'}</bdi>
                </td>
              ))}
              <Amounts line={line} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={Math.max(1, groupBy.length)}>
              {t('statement.total')}
            </th>
            <Amounts line={total} />
          </tr>
        </tfoot>
      </table>
    </ScrollRegion>
  );
}
