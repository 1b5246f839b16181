/**
 * Many things of one kind with the same neighbours (sixty answers of one deployment) folded into the first few and one
 * node that stands for the rest.
 * Invariant: neither the root nor what is chosen is ever folded away; what is folded is counted, and unfolds when it is chosen.
 */
import type { Trace, TraceNode } from '@slipway/contracts';

export interface FoldedTrace {
  trace: Trace;
  /** Reference of a standing-in node, to how many it stands for. */
  folds: ReadonlyMap<string, number>;
}

const numShown = 3;
const prefix = 'fold:';

function neighbourhood(trace: Trace, node: TraceNode): string {
  const sides = trace.edges.flatMap(({ from, to, role }) =>
    from === node.reference ? [`up ${to} ${role}`] : to === node.reference ? [`down ${from} ${role}`] : [],
  );
  return [node.kind, ...sides.sort()].join('\n');
}

/**
 * Folds a trace.
 * @param unfolded references of standing-in nodes that the reader has opened
 * @param chosen what the reader looks at
 */
export function foldSiblings(trace: Trace, unfolded: ReadonlySet<string>, chosen: string): FoldedTrace {
  const groups = new Map<string, TraceNode[]>();
  for (const node of trace.nodes) {
    const key = neighbourhood(trace, node);
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  const folds = new Map<string, number>();
  const standIn = new Map<string, string>();
  for (const members of groups.values()) {
    const foldable = members.filter(({ reference }) => reference !== trace.root).slice(numShown);
    const [first] = foldable;
    const rest = foldable.filter(({ reference }) => reference !== chosen);
    // Named by its first place, chosen or not, so that what was unfolded stays unfolded while one walks through it.
    if (!first || rest.length < 2 || unfolded.has(prefix + first.reference)) continue;
    folds.set(prefix + first.reference, rest.length);
    for (const { reference } of rest) standIn.set(reference, prefix + first.reference);
  }
  const nodes = trace.nodes.flatMap((node): TraceNode[] => {
    const own = standIn.has(node.reference) ? [] : [node];
    const stand = prefix + node.reference;
    return folds.has(stand) ? [...own, { reference: stand, kind: node.kind, name: '', licences: [] }] : own;
  });
  const kept = new Set(nodes.map(({ reference }) => reference));
  const edges = trace.edges
    .map((edge) => ({
      ...edge,
      from: standIn.get(edge.from) ?? edge.from,
      to: standIn.get(edge.to) ?? edge.to,
    }))
    .filter(({ from, to }) => kept.has(from) && kept.has(to));
  const unique = new Map(edges.map((edge) => [`${edge.from} ${edge.to} ${edge.role}`, edge]));
  return { trace: { ...trace, nodes, edges: [...unique.values()] }, folds };
}
