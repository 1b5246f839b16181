/**
 * The funnel: how many documents entered and left each step, and why the rest stayed behind.
 * A table whose cells are the bars, so that it is its own table view.
 */
import type { FunnelStage } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { formatCount } from '../format/count.ts';
import { formatBytes } from '../format/quantity.ts';
import { useMessages } from '../messages/messages.ts';

/** A step of a dataset's funnel, or one before it whose bytes nobody counted. */
export type FunnelRow = Omit<FunnelStage, 'numBytes'> & { numBytes: number | undefined };

/** Room for the longest numbers beside a bar, so that no bar gives way to them. */
const numbersWidth = '10rem';

/** Bars in proportion to the documents of the first step; what was set aside is written beside them. */
export function Funnel({ stages }: { stages: readonly FunnelRow[] }): ReactNode {
  const { t, word } = useMessages();
  const most = Math.max(1, ...stages.map(({ numDocuments }) => numDocuments));
  return (
    <table className="w-full border-collapse text-s">
      <caption className="sr-only">{t('chart.funnel')}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('chart.funnelStep')}</th>
          <th scope="col">{t('chart.funnelDocuments')}</th>
          <th scope="col">{t('chart.funnelDropped')}</th>
        </tr>
      </thead>
      <tbody>
        {stages.map((stage) => (
          <tr key={stage.name} className="align-top max-sm:mb-3 max-sm:grid max-sm:grid-cols-[1fr_auto]">
            <th scope="row" className="py-1 pe-5 text-start font-normal whitespace-nowrap text-faint sm:w-36">
              {word('funnel', stage.name)}
            </th>
            <td className="py-1 max-sm:col-span-2 max-sm:row-start-2 max-sm:py-0 sm:w-1/2">
              <div className="flex items-center gap-3">
                <div
                  className="h-3.5 shrink-0 bg-ink"
                  style={{
                    width: `calc((100% - ${numbersWidth}) * ${stage.numDocuments / most})`,
                    minWidth: 1,
                  }}
                />
                <span className="figures whitespace-nowrap">
                  <span className="font-strong">{formatCount(stage.numDocuments)}</span>
                  {stage.numBytes === undefined ? null : (
                    <span className="ps-2 text-xs text-faint">{formatBytes(stage.numBytes)}</span>
                  )}
                </span>
              </div>
            </td>
            <td className="figures py-1 ps-5 text-faint max-sm:ps-0">
              {Object.entries(stage.dropped)
                .map(([reason, count]) => `${formatCount(-count)} ${word('reason', reason)}`)
                .join(' · ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
