/**
 * One thing in the lineage: what it is, the stage and spec that made it, its licences, its whole digest on copy,
 * what it was made of and what was made of it.
 */
import type { Trace, TraceNode } from '@slipway/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatSentence } from '../format/sentence.ts';
import { type FactRow, Facts } from '../layout/facts.tsx';
import { Reference } from '../layout/reference.tsx';
import { useMessages } from '../messages/messages.ts';
import { nameLicences } from '../messages/name-licences.ts';
import { nameNode } from './name-node.ts';

export interface NodeDetailProps {
  trace: Trace;
  node: TraceNode;
  onChoose: (reference: string) => void;
}

/** The detail beside the graph. */
export function NodeDetail({ trace, node, onChoose }: NodeDetailProps): ReactNode {
  const messages = useMessages();
  const { t, word, language } = messages;
  const rows: FactRow[] = [
    [t('lineage.reference'), <Reference key="reference" value={node.reference} />],
    ...(node.note
      ? ([[t('lineage.note'), formatSentence(node.note[language], language)]] satisfies FactRow[])
      : []),
    ...(node.stage
      ? ([[t('lineage.stage'), `${node.stage} ${node.stageVersion ?? ''}`]] satisfies FactRow[])
      : []),
    [
      t('lineage.licence'),
      nameLicences(
        node.licences.map(({ spdx }) => spdx),
        messages,
      ),
    ],
  ];
  return (
    <section aria-labelledby="node-title" aria-live="polite" className="min-w-0 space-y-5">
      <div>
        <p className="text-xs text-faint">{word('kind', node.kind)}</p>
        <h2 id="node-title" className="text-l font-strong break-words">
          <bdi>{nameNode(node)}</bdi>
        </h2>
      </div>
      <Facts rows={rows} />
      {node.spec === undefined ? null : (
        <div>
          <h3 className="text-xs text-faint">{t('lineage.spec')}</h3>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="mt-1 max-h-60 overflow-auto border-y border-hair py-2 font-mono text-xs"
          >
            {JSON.stringify(node.spec, null, 2)}
          </pre>
        </div>
      )}
      <Neighbours trace={trace} node={node} side="madeOf" onChoose={onChoose} />
      <Neighbours trace={trace} node={node} side="madeInto" onChoose={onChoose} />
      <Onward node={node} />
    </section>
  );
}

function Neighbours({
  trace,
  node,
  side,
  onChoose,
}: NodeDetailProps & { side: 'madeOf' | 'madeInto' }): ReactNode {
  const { t, word } = useMessages();
  const edges = trace.edges.filter((edge) => (side === 'madeOf' ? edge.from : edge.to) === node.reference);
  const nodes = new Map(trace.nodes.map((each) => [each.reference, each]));
  if (edges.length === 0) return null;
  return (
    <div>
      <h3 className="text-xs text-faint">{t(`lineage.${side}`)}</h3>
      <ul className="mt-0.5 max-h-60 overflow-auto text-s">
        {edges.map((edge) => {
          const other = side === 'madeOf' ? edge.to : edge.from;
          return (
            <li key={`${other} ${edge.role}`}>
              <button
                type="button"
                onClick={() => onChoose(other)}
                className="flex min-h-7 w-full items-baseline gap-3 text-start hover:underline"
              >
                <span className="w-20 shrink-0 text-faint">{word('role', edge.role)}</span>
                <bdi className="min-w-0 break-words">
                  {nameNode(nodes.get(other) ?? { reference: other })}
                </bdi>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Onward({ node }: { node: TraceNode }): ReactNode {
  const { t } = useMessages();
  return (
    <p className="flex flex-wrap gap-x-5 gap-y-1 text-s">
      {node.kind === 'answer' ? (
        <Link to="/receipts/$id" params={{ id: node.reference }} className="link">
          {t('receipt.page')}
        </Link>
      ) : null}
      {node.kind === 'dataset' ? (
        <Link to="/datasets/$digest" params={{ digest: node.reference }} className="link">
          {t('data.open')}
        </Link>
      ) : null}
      <Link
        to="/lineage"
        search={(before) => ({ ...before, of: node.reference, direction: 'up' })}
        className="link"
      >
        {t('lineage.up')}
      </Link>
      <Link
        to="/lineage"
        search={(before) => ({ ...before, of: node.reference, direction: 'down' })}
        className="link"
      >
        {t('lineage.down')}
      </Link>
    </p>
  );
}
