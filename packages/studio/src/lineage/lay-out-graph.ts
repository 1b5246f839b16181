/**
 * Where the nodes of a trace stand: layers from top to bottom, what things were made of at
 * the top, answers at the water; a trace too wide for that lies from left to right.
 * Invariant: the same trace gives the same drawing.
 */
import dagre from '@dagrejs/dagre';
import type { Trace, TraceNode } from '@slipway/contracts';

export interface PlacedNode {
  node: TraceNode;
  /** Left and top edge, in pixels. */
  x: number;
  y: number;
}

export interface PlacedEdge {
  from: string;
  to: string;
  role: string;
  points: readonly { x: number; y: number }[];
}

export interface PlacedGraph {
  orientation: Orientation;
  nodes: readonly PlacedNode[];
  edges: readonly PlacedEdge[];
  width: number;
  height: number;
}

export const nodeWidth = 148;
export const nodeHeight = 46;
const margin = 4;
/** A drawing wider than this is laid on its side. */
const widestPixels = 1_600;

export type Orientation = 'TB' | 'LR';

/** Lays a trace out. */
export function layOutGraph(trace: Trace): PlacedGraph {
  const upright = layOutAs(trace, 'TB');
  return upright.width > widestPixels ? layOutAs(trace, 'LR') : upright;
}

function layOutAs(trace: Trace, orientation: Orientation): PlacedGraph {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  const isUpright = orientation === 'TB';
  graph.setGraph({
    rankdir: orientation,
    nodesep: 10,
    edgesep: 6,
    ranksep: isUpright ? 22 : 40,
    marginx: margin,
    marginy: margin,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of trace.nodes) graph.setNode(node.reference, { width: nodeWidth, height: nodeHeight });
  for (const { from, to, role } of trace.edges) {
    if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(to, from, {}, role);
  }
  dagre.layout(graph);
  return shiftIntoSight({
    orientation,
    width: 0,
    height: 0,
    nodes: trace.nodes.map((node) => {
      const { x = 0, y = 0 } = graph.node(node.reference);
      return { node, x: x - nodeWidth / 2, y: y - nodeHeight / 2 };
    }),
    edges: graph.edges().map((edge) => ({
      from: edge.w,
      to: edge.v,
      role: edge.name ?? '',
      points: fasten(graph.edge(edge).points ?? [], [graph.node(edge.v), graph.node(edge.w)], isUpright),
    })),
  });
}

/** Moves everything so that no node and no bend of an edge lies outside the drawing, and measures it. */
function shiftIntoSight(graph: PlacedGraph): PlacedGraph {
  const corners = graph.nodes.flatMap(({ x, y }) => [
    { x, y },
    { x: x + nodeWidth, y: y + nodeHeight },
  ]);
  const points = [...corners, ...graph.edges.flatMap((edge) => edge.points)];
  const left = Math.min(...points.map(({ x }) => x)) - margin;
  const top = Math.min(...points.map(({ y }) => y)) - margin;
  return {
    orientation: graph.orientation,
    width: Math.max(...points.map(({ x }) => x)) - left + margin,
    height: Math.max(...points.map(({ y }) => y)) - top + margin,
    nodes: graph.nodes.map(({ node, x, y }) => ({ node, x: x - left, y: y - top })),
    edges: graph.edges.map((edge) => ({
      ...edge,
      points: edge.points.map(({ x, y }) => ({ x: x - left, y: y - top })),
    })),
  };
}

interface Point {
  x: number;
  y: number;
}

/** Ends an edge in the middle of the sides that face each other, so that lines leave and arrive square. */
function fasten(
  points: readonly Point[],
  [start, end]: [Partial<Point>, Partial<Point>],
  isUpright: boolean,
): Point[] {
  const { x: fromX = 0, y: fromY = 0 } = start;
  const { x: toX = 0, y: toY = 0 } = end;
  const first = isUpright ? { x: fromX, y: fromY + nodeHeight / 2 } : { x: fromX + nodeWidth / 2, y: fromY };
  const last = isUpright ? { x: toX, y: toY - nodeHeight / 2 } : { x: toX - nodeWidth / 2, y: toY };
  return [first, ...points.slice(1, -1).filter((_, index, middle) => middle.length > 1 || index > 0), last];
}
