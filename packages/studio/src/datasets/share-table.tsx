/**
 * What came in and what was kept of each language or source, as a table whose cells are the bars.
 */
import type { DataShare } from '@slipway/contracts';
import { type ReactNode, useState } from 'react';
import { formatCount, formatRoughly } from '../format/count.ts';
import { formatBytes } from '../format/quantity.ts';
import { useMessages } from '../messages/messages.ts';
import { UnfoldButton } from './unfold-button.tsx';

/** Tokens of each share: counted, or estimated. */
export interface ShareTokens {
  numbers: ReadonlyMap<string, number>;
  isEstimated: boolean;
}

export interface ShareTableProps {
  title: string;
  shares: Readonly<Record<string, DataShare>>;
  /** Stands where sizes would stand. */
  tokens?: ShareTokens | undefined;
  name: (key: string) => string;
}

const numShownAtFirst = 8;

/** Bars in proportion to what came in most: the dark part was kept. */
export function ShareTable({ title, shares, tokens, name }: ShareTableProps): ReactNode {
  const { t } = useMessages();
  const [isWhole, setWhole] = useState(false);
  const rows = Object.entries(shares);
  const most = Math.max(1, ...rows.map(([, { input }]) => input.numDocuments));
  const formatTokens = tokens?.isEstimated ? formatRoughly : formatCount;
  const shown = isWhole ? rows : rows.slice(0, numShownAtFirst);
  return (
    <section aria-label={title} className="min-w-0">
      <h2 className="text-l font-strong">{title}</h2>
      <table className="table mt-2">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">{title}</span>
            </th>
            <th scope="col" className="number">
              {t('data.kept')}
            </th>
            <th scope="col" className={`number ${tokens ? '' : 'max-sm:pe-0!'}`}>
              {t('data.of')}
            </th>
            <th scope="col" className={`number ${tokens ? '' : 'max-sm:hidden'}`}>
              {tokens ? t(tokens.isEstimated ? 'data.tokensAbout' : 'data.tokens') : t('data.bytesKept')}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(([key, { input, kept }]) => (
            <tr key={key}>
              <th scope="row" className="w-full min-w-0 text-s! text-ink!">
                <bdi className="line-clamp-3 [overflow-wrap:anywhere]" title={name(key)}>
                  {name(key)}
                </bdi>
                <span aria-hidden="true" className="mt-1 flex h-1.5">
                  <span className="bg-ink" style={{ width: `${(kept.numDocuments / most) * 100}%` }} />
                  <span
                    className="bg-hair"
                    style={{ width: `${((input.numDocuments - kept.numDocuments) / most) * 100}%` }}
                  />
                </span>
              </th>
              <td className="number">{formatCount(kept.numDocuments)}</td>
              <td className={`number text-faint ${tokens ? '' : 'max-sm:pe-0!'}`}>
                {formatCount(input.numDocuments)}
              </td>
              <td className={`number text-faint ${tokens ? '' : 'max-sm:hidden'}`}>
                {tokens ? formatTokens(tokens.numbers.get(key) ?? 0) : formatBytes(kept.numBytes)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > numShownAtFirst ? (
        <UnfoldButton isWhole={isWhole} numRows={rows.length} onUnfold={setWhole} />
      ) : null}
    </section>
  );
}
