/**
 * What was checked at each hand-over, with its bound and what was measured.
 */
import type { GateCheck, GateReport } from '@slipway/contracts';
import { Fragment, type ReactNode } from 'react';
import { formatCount, formatSignificant } from '../format/count.ts';
import { Reference } from '../layout/reference.tsx';
import { ScrollRegion } from '../layout/scroll-region.tsx';
import { useMessages } from '../messages/messages.ts';

const wideOnly = 'max-sm:hidden';

/** One table for all gates, a row a check; a failed check names its place. Narrow, the bound stands under what was measured. */
export function GateTable({ gates }: { gates: readonly (GateReport & { digest: string })[] }): ReactNode {
  const { t, word } = useMessages();
  return (
    <ScrollRegion label={t('tour.gates.table')}>
      <table className="table sm:min-w-[34rem]">
        <caption className="sr-only">{t('tour.gates.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('tour.gates.check')}</th>
            <th scope="col" className="number">
              {t('tour.gates.measured')}
            </th>
            <th scope="col" className={`number ${wideOnly}`}>
              {t('tour.gates.bound')}
            </th>
            <th scope="col" className={wideOnly}>
              {t('tour.gates.unit')}
            </th>
            <th scope="col">{t('tour.gates.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {gates.map((gate) => (
            <Fragment key={gate.digest}>
              <tr>
                <th scope="rowgroup" colSpan={5} className="pt-4! text-s! text-ink!">
                  <span className="flex flex-wrap items-baseline gap-x-4">
                    <span className="font-strong">{word('handover', gate.handover)}</span>
                    <span className="text-xs text-faint">
                      <bdi>{gate.from}</bdi> → <bdi>{gate.to}</bdi>
                    </span>
                    <span className="figures text-xs text-faint">
                      {t('tour.gates.measuredOn', {
                        texts: formatCount(gate.numTexts),
                        positions: formatCount(gate.numPositions),
                      })}
                    </span>
                    <Reference value={gate.digest} />
                  </span>
                </th>
              </tr>
              {gate.checks.map((check) => (
                <CheckRow key={check.name} check={check} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function CheckRow({ check }: { check: GateCheck }): ReactNode {
  const { t, word } = useMessages();
  return (
    <tr>
      <td>
        {word('check', check.name)}
        {check.place ? (
          <span lang="en" className="block text-signal">
            {check.place}
          </span>
        ) : null}
      </td>
      <td className="number">
        {formatSignificant(check.measured)}
        <span className="block text-xs text-faint sm:hidden">≤ {formatSignificant(check.bound)}</span>
      </td>
      <td className={`number text-faint ${wideOnly}`}>≤ {formatSignificant(check.bound)}</td>
      <td className={`text-faint ${wideOnly}`}>{word('unit', check.unit)}</td>
      <td className={`whitespace-nowrap ${check.passed ? 'text-proven' : 'font-strong text-signal'}`}>
        {check.passed ? `✓ ${t('tour.gates.holds')}` : `✕ ${t('tour.gates.breaks')}`}
      </td>
    </tr>
  );
}
