/**
 * The same lineage as a table: each thing, what it is, and what it was made of.
 */
import { Fragment, type ReactNode } from 'react';
import { shortReference } from '../format/digest.ts';
import { useListKeys } from '../layout/use-list-keys.ts';
import { useMessages } from '../messages/messages.ts';
import type { LineageViewProps } from './lineage-graph.tsx';
import { nameNode } from './name-node.ts';

/** A list view; every name leads to its detail. */
export function LineageList({ trace, chosen, onChoose }: LineageViewProps): ReactNode {
  const { t, word } = useMessages();
  const onKeyDown = useListKeys('tbody button');
  const nameOf = new Map(trace.nodes.map((node) => [node.reference, nameNode(node)]));
  return (
    <table className="table table-fixed" onKeyDown={onKeyDown}>
      <caption className="sr-only">{t('lineage.list')}</caption>
      <thead>
        <tr>
          <th scope="col" className="w-26">
            {t('lineage.kind')}
          </th>
          <th scope="col">{t('lineage.name')}</th>
          <th scope="col" className="max-sm:hidden">
            {t('lineage.madeOf')}
          </th>
        </tr>
      </thead>
      <tbody>
        {trace.nodes.map((node) => (
          <tr key={node.reference} className={node.reference === chosen ? 'bg-wash' : ''}>
            <td className="text-faint">{word('kind', node.kind)}</td>
            <td>
              <button
                type="button"
                aria-current={node.reference === chosen ? 'true' : undefined}
                onClick={() => onChoose(node.reference)}
                className="block min-h-6 w-full text-start break-words hover:underline aria-[current=true]:font-strong"
              >
                <bdi>{nameNode(node)}</bdi>
                {nameNode(node) === shortReference(node.reference) ? null : (
                  <span className="ms-3 inline-block font-mono text-xs font-normal text-faint">
                    {shortReference(node.reference)}
                  </span>
                )}
              </button>
            </td>
            <td className="break-words text-faint max-sm:hidden">
              {trace.edges
                .filter(({ from }) => from === node.reference)
                .map(({ to, role }, index) => (
                  <Fragment key={`${to} ${role}`}>
                    {index === 0 ? '' : ' · '}
                    {t('lineage.inRole', { role: word('role', role) })}
                    <bdi>{nameOf.get(to) ?? shortReference(to)}</bdi>
                  </Fragment>
                ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
