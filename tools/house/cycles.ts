// Finds rings in a directed graph: its strongly connected components of more than one node (Tarjan, 1972).
// Invariant: each ring is sorted, and so is the list. Refuses: self-edges; a folder may import from itself.

/** The rings of `graph`, which maps a node to those that it points at. */
export function findCycles(graph: Map<string, Set<string>>): string[][] {
  const index = new Map<string, number>();
  const stack: string[] = [];
  const rings: string[][] = [];

  const visit = (node: string): number => {
    const order = index.size;
    index.set(node, order);
    stack.push(node);
    let lowest = order;
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) lowest = Math.min(lowest, visit(next));
      else if (stack.includes(next)) lowest = Math.min(lowest, index.get(next) ?? lowest);
    }
    if (lowest === order) {
      const ring = stack.splice(stack.indexOf(node));
      if (ring.length > 1) rings.push(ring.sort());
    }
    return lowest;
  };

  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return rings.sort((a, b) => a.join().localeCompare(b.join()));
}
