/**
 * The lineage as a graph one can walk, with the mouse or with the arrow keys.
 * Invariant: one node is in the tab order at a time; the chosen one is scrolled into sight.
 */
import type { Trace } from '@slipway/contracts';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useMessages } from '../messages/messages.ts';
import {
  layOutGraph,
  nodeHeight,
  nodeWidth,
  type Orientation,
  type PlacedEdge,
  type PlacedNode,
} from './lay-out-graph.ts';
import { isArrow, walk } from './walk.ts';

export interface LineageViewProps {
  trace: Trace;
  chosen: string;
  onChoose: (reference: string) => void;
}

const sightMargin = 12;

/** The graph in a scrolling frame. */
export function LineageGraph({ trace, chosen, onChoose }: LineageViewProps): ReactNode {
  const { t } = useMessages();
  const graph = useMemo(() => layOutGraph(trace), [trace]);
  const frame = useRef<HTMLFieldSetElement>(null);
  const isWalking = useRef(false);
  useEffect(() => {
    const button = frame.current?.querySelector<HTMLElement>(`[data-reference="${CSS.escape(chosen)}"]`);
    if (isWalking.current) button?.focus({ preventScroll: true });
    isWalking.current = false;
    if (button) bringIntoSight(frame.current, button);
  }, [chosen]);
  function onKeyDown(event: KeyboardEvent): void {
    if (!isArrow(event.key)) return;
    event.preventDefault();
    const next = walk(graph, chosen, event.key);
    if (next === undefined) return;
    isWalking.current = true;
    onChoose(next);
  }
  return (
    <fieldset
      ref={frame}
      onKeyDown={onKeyDown}
      className="relative max-h-[max(24rem,calc(100dvh-14.5rem))] min-w-0 overflow-auto"
    >
      <legend className="sr-only">{t('lineage.graph')}</legend>
      <div className="relative mx-auto" style={{ width: graph.width, height: graph.height }}>
        <svg
          aria-hidden="true"
          width={graph.width}
          height={graph.height}
          className="absolute inset-0"
          fill="none"
        >
          {graph.edges.map((edge) => (
            <Edge
              key={`${edge.from} ${edge.to} ${edge.role}`}
              d={smoothPath(edge.points, graph.orientation)}
              isNear={edge.from === chosen || edge.to === chosen}
            />
          ))}
        </svg>
        {graph.nodes.map((placed) => (
          <NodeButton
            key={placed.node.reference}
            placed={placed}
            isRoot={placed.node.reference === trace.root}
            isChosen={placed.node.reference === chosen}
            onChoose={onChoose}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** Scrolls the frame, and only the frame, until a node is in it. */
function bringIntoSight(frame: HTMLElement | null, node: HTMLElement): void {
  if (!frame) return;
  const [outer, inner] = [frame.getBoundingClientRect(), node.getBoundingClientRect()];
  const past = (near: number, far: number) => (near < 0 ? near : Math.max(0, far));
  frame.scrollBy({
    left: past(inner.left - outer.left - sightMargin, inner.right - outer.right + sightMargin),
    top: past(inner.top - outer.top - sightMargin, inner.bottom - outer.bottom + sightMargin),
  });
}

function Edge({ d, isNear }: { d: string; isNear: boolean }): ReactNode {
  return (
    <path
      d={d}
      stroke={isNear ? 'var(--color-ink)' : 'var(--color-edge)'}
      strokeWidth={isNear ? 1.75 : 1}
      strokeOpacity={isNear ? 1 : 0.7}
    />
  );
}

/** A path through points whose corners are rounded to curves that leave and arrive square. */
function smoothPath(points: PlacedEdge['points'], orientation: Orientation): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let before = first;
  const curves = rest.map((point) => {
    const [x, y] = [(before.x + point.x) / 2, (before.y + point.y) / 2];
    const curve =
      orientation === 'TB'
        ? `C${before.x} ${y} ${point.x} ${y} ${point.x} ${point.y}`
        : `C${x} ${before.y} ${x} ${point.y} ${point.x} ${point.y}`;
    before = point;
    return curve;
  });
  return `M${first.x} ${first.y}${curves.join('')}`;
}

interface NodeButtonProps {
  placed: PlacedNode;
  isRoot: boolean;
  isChosen: boolean;
  onChoose: (reference: string) => void;
}

function NodeButton({ placed, isRoot, isChosen, onChoose }: NodeButtonProps): ReactNode {
  const { word } = useMessages();
  const { node, x, y } = placed;
  return (
    <button
      type="button"
      data-reference={node.reference}
      tabIndex={isChosen ? 0 : -1}
      aria-current={isChosen ? 'true' : undefined}
      onClick={() => onChoose(node.reference)}
      title={node.name}
      style={{ left: x, top: y, width: nodeWidth, height: nodeHeight }}
      className={`absolute flex flex-col justify-center border bg-paper px-3 text-start transition-colors hover:border-ink ${
        isChosen ? 'border-ink shadow-[inset_3px_0_var(--color-ink)]' : 'border-hair'
      }`}
    >
      <span className="flex w-full justify-between gap-2 text-xs text-faint">
        <span className="truncate">{word('kind', node.kind)}</span>
        {isRoot ? <span aria-hidden="true">◆</span> : null}
      </span>
      <bdi className={`block w-full truncate text-s ${isChosen ? 'font-strong' : ''}`}>{node.name}</bdi>
    </button>
  );
}
