/**
 * One node of the drawn lineage: its kind, its name, a lozenge where the walk began.
 */
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';
import { nodeHeight, nodeWidth, type PlacedNode } from './lay-out-graph.ts';
import { nameNode } from './name-node.ts';

export interface NodeButtonProps {
  placed: PlacedNode;
  isRoot: boolean;
  isChosen: boolean;
  /** How many this node stands for, where it stands for others. */
  numFolded: number | undefined;
  onChoose: () => void;
}

/** A node in its place; the chosen one is the only one in the tab order. */
export function NodeButton({ placed, isRoot, isChosen, numFolded, onChoose }: NodeButtonProps): ReactNode {
  const { t, word } = useMessages();
  const { node, x, y } = placed;
  return (
    <button
      type="button"
      data-reference={node.reference}
      tabIndex={isChosen ? 0 : -1}
      aria-current={isChosen ? 'true' : undefined}
      onClick={onChoose}
      title={node.name}
      style={{ left: x, top: y, width: nodeWidth, height: nodeHeight }}
      className={`absolute flex flex-col justify-center border bg-paper px-2.5 text-start transition-colors hover:border-ink ${
        isChosen
          ? 'border-ink shadow-[inset_3px_0_var(--color-ink)]'
          : numFolded
            ? 'border-dashed border-edge'
            : 'border-hair'
      }`}
    >
      <span className="flex w-full justify-between gap-2 text-xs text-faint">
        <span className="truncate">{word('kind', node.kind)}</span>
        {isRoot ? <span aria-hidden="true">◆</span> : null}
      </span>
      <bdi className={`block w-full truncate text-s ${isChosen ? 'font-strong' : ''}`}>
        {numFolded ? t('lineage.folded', { count: numFolded }) : nameNode(node)}
      </bdi>
    </button>
  );
}
