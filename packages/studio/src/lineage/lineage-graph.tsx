/**
 * The lineage as a graph one can walk, with the mouse or with the arrow keys, made as small as its room asks.
 * Invariant: one node is in the tab order at a time; the chosen one is scrolled into sight; what cannot fit says that it scrolls.
 */
import type { Trace } from '@slipway/contracts';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useMessages } from '../messages/messages.ts';
import { fitGraph } from './fit-graph.ts';
import { foldSiblings } from './fold-siblings.ts';
import { layOutGraph, type Orientation, type PlacedEdge, type PlacedGraph } from './lay-out-graph.ts';
import { NodeButton } from './node-button.tsx';
import { useRoom } from './use-room.ts';
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
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const { trace: folded, folds } = useMemo(
    () => foldSiblings(trace, unfolded, chosen),
    [trace, unfolded, chosen],
  );
  const graph = useMemo(() => layOutGraph(folded), [folded]);
  const place = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLFieldSetElement>(null);
  const isWalking = useRef(false);
  const room = useRoom(place);
  const scale = fitGraph(graph, room);
  const [width, height] = [graph.width * scale, graph.height * scale];
  const isLarger = room.width > 0 && (width > room.width + 1 || height > room.height + 1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a drawing of another size has its chosen node elsewhere
  useEffect(() => {
    const button = frame.current?.querySelector<HTMLElement>(`[data-reference="${CSS.escape(chosen)}"]`);
    if (isWalking.current) button?.focus({ preventScroll: true });
    isWalking.current = false;
    if (button) bringIntoSight(frame.current, button);
  }, [chosen, scale, isLarger]);
  function look(reference: string): void {
    if (folds.has(reference)) setUnfolded(new Set([...unfolded, reference]));
    else onChoose(reference);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (!isArrow(event.key)) return;
    event.preventDefault();
    const next = walk(graph, chosen, event.key);
    if (next === undefined) return;
    isWalking.current = true;
    look(next);
  }
  return (
    <div ref={place} className="min-w-0">
      <fieldset
        ref={frame}
        onKeyDown={onKeyDown}
        style={{ maxHeight: room.height + 1 }}
        className={`relative min-w-0 overflow-auto ${isLarger ? 'border border-dashed border-edge' : ''}`}
      >
        <legend className="sr-only">{t('lineage.graph')}</legend>
        <div className="mx-auto" style={{ width, height }}>
          <div
            className="relative origin-top-left"
            style={{ width: graph.width, height: graph.height, transform: `scale(${scale})` }}
          >
            <Edges graph={graph} chosen={chosen} />
            <Nodes graph={graph} chosen={chosen} root={trace.root} folds={folds} onPress={look} />
          </div>
        </div>
      </fieldset>
      {isLarger ? <p className="mt-2 text-s text-faint">{t('lineage.larger')}</p> : null}
    </div>
  );
}

interface NodesProps {
  graph: PlacedGraph;
  chosen: string;
  root: string;
  folds: ReadonlyMap<string, number>;
  onPress: (reference: string) => void;
}

function Nodes({ graph, chosen, root, folds, onPress }: NodesProps): ReactNode {
  return graph.nodes.map((placed) => {
    const { reference } = placed.node;
    return (
      <NodeButton
        key={reference}
        placed={placed}
        numFolded={folds.get(reference)}
        isRoot={reference === root}
        isChosen={reference === chosen}
        onChoose={() => onPress(reference)}
      />
    );
  });
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

function Edges({ graph, chosen }: { graph: PlacedGraph; chosen: string }): ReactNode {
  return (
    <svg
      aria-hidden="true"
      width={graph.width}
      height={graph.height}
      className="absolute inset-0"
      fill="none"
    >
      {graph.edges.map(({ from, to, role, points }) => {
        const isNear = from === chosen || to === chosen;
        return (
          <path
            key={`${from} ${to} ${role}`}
            d={smoothPath(points, graph.orientation)}
            stroke={isNear ? 'var(--color-ink)' : 'var(--color-edge)'}
            strokeWidth={isNear ? 1.75 : 1}
            strokeOpacity={isNear ? 1 : 0.7}
          />
        );
      })}
    </svg>
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
