/**
 * A statement as a table: a row a line, its total beneath. Where the window is narrow each line is a block, every figure with its name.
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

/** Narrow, a row is a block and each cell a line of it: name at the start, figure at the end. */
const row = 'max-sm:block max-sm:border-b max-sm:border-hair max-sm:py-2.5';
const cell = 'max-sm:flex max-sm:justify-between max-sm:gap-4 max-sm:border-0! max-sm:py-0.5! max-sm:pe-0!';

function Name({ children }: { children: ReactNode }): ReactNode {
  return (
    <span aria-hidden="true" className="font-normal text-faint sm:hidden">
      {children}
    </span>
  );
}

function Amounts({ line }: { line: StatementLine }): ReactNode {
  const { t } = useMessages();
  return (
    <>
      {amounts.map(([field, name]) => (
        <td key={field} className={`number ${cell}`}>
          <Name>{t(name)}</Name>
          {formatCount(line[field])}
        </td>
      ))}
      <td className={`number ${cell}`}>
        <Name>{t('statement.amount')}</Name>
        {formatMoney(line.amountMicroUnits, line.currency)}
      </td>
    </>
  );
}

/** The table; columns are the statement's own dimensions. */
export function StatementTable({ statement }: { statement: Statement }): ReactNode {
  const { t } = useMessages();
  const { groupBy, lines, total } = statement;
  return (
    <ScrollRegion label={t('nav.statements')}>
      <table className="table max-sm:block sm:min-w-[40rem]">
        <caption className="sr-only">{t('nav.statements')}</caption>
        <thead className="max-sm:sr-only">
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
            <th scope="col" className="number">
              {t('statement.amount')}
            </th>
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {lines.map((line) => (
            <tr key={groupBy.map((dimension) => line[dimension]).join('\n')} className={row}>
              {groupBy.map((dimension) => (
                <td key={dimension} className={`max-w-80 break-words max-sm:max-w-none ${cell}`}>
                  <Name>{t(`statement.${dimension}`)}</Name>
                  <bdi className="min-w-0">{line[dimension] ?? '–'}</bdi>
                </td>
              ))}
              <Amounts line={line} />
            </tr>
          ))}
        </tbody>
        <tfoot className="max-sm:block max-sm:border-t max-sm:border-ink">
          <tr className="max-sm:block max-sm:py-2.5">
            <th scope="row" colSpan={Math.max(1, groupBy.length)} className={cell}>
              {t('statement.total')}
            </th>
            <Amounts line={total} />
          </tr>
        </tfoot>
      </table>
    </ScrollRegion>
  );
}
