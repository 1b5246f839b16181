/**
 * Walks the lineage from one thing up to what it was made of, or down to what was made of it.
 * Invariant: each thing appears once, nearest first; the answer is bounded and says how much it leaves out; rings do no harm.
 * A document's way down goes on only through datasets that kept it.
 */
import type { Digest, Trace, TraceEdge, TraceNode, Wording } from '@slipway/contracts';
import { invariant, isSlipwayError } from '@slipway/contracts';
import { asc, eq } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import { describeArtifact, describeDocument, findHolders, readArtifactRow } from './describe-node.ts';
import { type DocumentFate, readDocumentFate } from './document-fate.ts';
import type { LineageExtension, LineageLink } from './lineage-extension.ts';
import { artifactParents, artifacts } from './lineage-tables.ts';
import { joinWordings, semicolon } from './note-words.ts';
import type { ResolvedReference } from './resolve-reference.ts';

export interface TraceOptions {
  queries: Queries;
  store: ArtifactStore;
  extension: LineageExtension;
  root: ResolvedReference;
  direction: 'up' | 'down';
  maxNodes: number;
}

interface Walk extends TraceOptions {
  nodes: Map<string, TraceNode>;
  edges: Map<string, TraceEdge>;
  /** Seen, but not shown: beyond the bound, or not known here any more. */
  leftOut: Set<string>;
  /** Not part of it after all: datasets that never had the document. */
  passedOver: Set<string>;
  /** Nodes at which the walk ends. */
  ends: Set<string>;
  numNotLoaded: number;
}

/** @returns the trace; the root is its first node */
export async function traceLineage(options: TraceOptions): Promise<Trace> {
  const { root, direction } = options;
  const walk: Walk = {
    ...options,
    nodes: new Map(),
    edges: new Map(),
    leftOut: new Set(),
    passedOver: new Set(),
    ends: new Set(),
    numNotLoaded: 0,
  };
  const node = await describeThing(options, root.reference);
  invariant(node, 'a resolved reference can be described');
  walk.nodes.set(root.reference, describeRoot(node, root));
  const queue = [root.reference];
  for (let current = queue.shift(); current !== undefined; current = queue.shift()) {
    if (walk.ends.has(current)) continue;
    for (const link of await findLinks(walk, current)) {
      const isNew = !walk.nodes.has(link.reference);
      if (isNew) await visit(walk, link);
      if (!walk.nodes.has(link.reference)) continue;
      if (isNew) queue.push(link.reference);
      connect(walk, current, link);
    }
  }
  return {
    root: root.reference,
    direction,
    nodes: [...walk.nodes.values()],
    edges: [...walk.edges.values()],
    numLeftOut: walk.leftOut.size + walk.numNotLoaded,
  };
}

interface Link extends LineageLink {
  /** The walk shows it, but does not go through it. */
  isEnd?: boolean;
}

async function findLinks(walk: Walk, reference: string): Promise<Link[]> {
  if (walk.direction === 'up') {
    return [...(await findParents(walk.queries, reference)), ...(await walk.extension.nodesAbove(reference))];
  }
  const below = await walk.extension.nodesBelow(reference, walk.maxNodes);
  walk.numNotLoaded += below.numLeftOut;
  const holders = (await findHolders(walk.queries, reference)).map(({ artifact, isSetAside }) => ({
    reference: artifact,
    role: isSetAside ? 'set-aside' : 'document',
    isEnd: isSetAside,
  }));
  return [...holders, ...(await findChildren(walk.queries, reference)), ...below.links];
}

async function findParents(queries: Queries, reference: string): Promise<LineageLink[]> {
  return queries
    .select({ reference: artifactParents.parent, role: artifactParents.role })
    .from(artifactParents)
    .where(eq(artifactParents.child, reference as Digest))
    .orderBy(asc(artifactParents.position));
}

async function findChildren(queries: Queries, reference: string): Promise<LineageLink[]> {
  return queries
    .select({ reference: artifactParents.child, role: artifactParents.role })
    .from(artifactParents)
    .innerJoin(artifacts, eq(artifacts.digest, artifactParents.child))
    .where(eq(artifactParents.parent, reference as Digest))
    .orderBy(asc(artifacts.number), asc(artifactParents.position));
}

/** Takes a newly found thing in, leaves it out, or passes it over. */
async function visit(walk: Walk, link: Link): Promise<void> {
  const { reference } = link;
  if (walk.passedOver.has(reference) || walk.leftOut.has(reference)) return;
  const node = walk.nodes.size < walk.maxNodes ? await describeThing(walk, reference) : undefined;
  if (!node) {
    walk.leftOut.add(reference);
    return;
  }
  if (link.isEnd) walk.ends.add(reference);
  const { root } = walk;
  if (walk.direction === 'up' || root.type !== 'document' || node.kind !== 'dataset') {
    walk.nodes.set(reference, node);
    return;
  }
  const fate = await tellFate(walk, reference as Digest, root);
  if (!fate) {
    walk.passedOver.add(reference);
    return;
  }
  if (!fate.isKept) walk.ends.add(reference);
  walk.nodes.set(reference, { ...node, note: fate.note });
}

/** A dataset whose records are gone may have kept the document: the walk goes on, and says so. */
async function tellFate(
  walk: Walk,
  dataset: Digest,
  { reference, record }: ResolvedReference & { type: 'document' },
): Promise<DocumentFate | undefined> {
  const row = await readArtifactRow(walk.queries, dataset);
  if (!row) return undefined;
  try {
    return await readDocumentFate(
      walk.store,
      row,
      record === undefined ? { document: reference } : { path: record },
    );
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    const note = {
      en: `whether it kept the document cannot be read: ${error.message}`,
      zh: `是否保留了这篇文档已无从读取：${error.message}`,
    };
    return { isKept: true, note };
  }
}

async function describeThing(options: TraceOptions, reference: string): Promise<TraceNode | undefined> {
  const row = await readArtifactRow(options.queries, reference as Digest);
  if (row) return describeArtifact(row);
  return (await describeDocument(options.queries, reference)) ?? options.extension.describe(reference);
}

function connect(walk: Walk, current: string, { reference, role }: LineageLink): void {
  const edge = walk.direction === 'up' ? { from: current, to: reference } : { from: reference, to: current };
  walk.edges.set(`${edge.from} ${edge.to} ${role}`, { ...edge, role });
}

/** The root is called as it was meant: a record by its own name. */
function describeRoot(node: TraceNode, root: ResolvedReference): TraceNode {
  if (root.type !== 'document') return node;
  const named = root.record === undefined ? node : { ...node, name: root.record };
  return root.note === undefined ? named : addNote(named, root.note);
}

function addNote(node: TraceNode, note: Wording): TraceNode {
  return { ...node, note: node.note === undefined ? note : joinWordings([node.note, note], semicolon) };
}
