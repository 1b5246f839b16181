/**
 * Where an arrow key leads in the drawn graph: along an edge first, else to the nearest node on that side.
 */
import type { PlacedGraph, PlacedNode } from './lay-out-graph.ts';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const vectors: Record<Arrow, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function isArrow(key: string): key is Arrow {
  return key in vectors;
}

/** The reference of the node that an arrow leads to, or undefined at the edge of the drawing. */
export function walk(graph: PlacedGraph, from: string, arrow: Arrow): string | undefined {
  const here = graph.nodes.find(({ node }) => node.reference === from);
  if (!here) return graph.nodes[0]?.node.reference;
  const [dx, dy] = vectors[arrow];
  const joined = new Set(
    graph.edges.flatMap((edge) => (edge.from === from ? [edge.to] : edge.to === from ? [edge.from] : [])),
  );
  const score = (there: PlacedNode): number => {
    const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
    const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
    if (along < 1) return Number.POSITIVE_INFINITY;
    const isJoined = (graph.orientation === 'TB' ? dy : dx) !== 0 && joined.has(there.node.reference);
    return along + 2 * aside - (isJoined ? 100_000 : 0);
  };
  const ranked = graph.nodes.map((there) => ({ there, cost: score(there) })).sort((a, b) => a.cost - b.cost);
  const best = ranked[0];
  return best && Number.isFinite(best.cost) ? best.there.node.reference : undefined;
}
