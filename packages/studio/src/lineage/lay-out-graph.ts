/**
 * Where the nodes of a trace stand: layers from left to right, what things were made of on the left, answers on the right.
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
  nodes: readonly PlacedNode[];
  edges: readonly PlacedEdge[];
  width: number;
  height: number;
}

export const nodeWidth = 196;
export const nodeHeight = 58;
const margin = 6;

/** Lays a trace out. */
export function layOutGraph(trace: Trace): PlacedGraph {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: 'LR',
    nodesep: 16,
    ranksep: 52,
    marginx: margin,
    marginy: margin,
    ranker: 'network-simplex',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of trace.nodes) graph.setNode(node.reference, { width: nodeWidth, height: nodeHeight });
  for (const { from, to, role } of trace.edges) {
    if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(to, from, {}, role);
  }
  dagre.layout(graph);
  const size = graph.graph();
  return {
    width: size.width ?? 0,
    height: size.height ?? 0,
    nodes: trace.nodes.map((node) => {
      const { x = 0, y = 0 } = graph.node(node.reference);
      return { node, x: x - nodeWidth / 2, y: y - nodeHeight / 2 };
    }),
    edges: graph.edges().map((edge) => ({
      from: edge.w,
      to: edge.v,
      role: edge.name ?? '',
      points: graph.edge(edge).points ?? [],
    })),
  };
}
