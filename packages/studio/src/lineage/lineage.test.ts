import { describe, expect, it } from 'vitest';
import { idOf } from '../../fixtures/identifiers.ts';
import { traceOf, wideTrace } from '../../fixtures/lineage.ts';
import { fitGraph } from './fit-graph.ts';
import { foldSiblings } from './fold-siblings.ts';
import { layOutGraph, nodeHeight, nodeWidth } from './lay-out-graph.ts';
import { nameNode } from './name-node.ts';
import { readCandidates } from './read-candidates.ts';
import { walk } from './walk.ts';

const answer = idOf('answer', 1);

describe('the drawing of a trace', () => {
  it('puts what a thing was made of above it, everything in sight and nothing over another', () => {
    const trace = traceOf(answer, 'up');
    const graph = layOutGraph(trace);
    const at = new Map(graph.nodes.map((placed) => [placed.node.reference, placed]));
    for (const { from, to } of trace.edges) expect(at.get(to)?.y).toBeLessThan(at.get(from)?.y ?? 0);
    for (const { points } of graph.edges) {
      for (const { x, y } of points) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(graph.width);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(graph.height);
      }
    }
    for (const one of graph.nodes) {
      for (const other of graph.nodes) {
        const isApart = Math.abs(one.x - other.x) >= nodeWidth || Math.abs(one.y - other.y) >= nodeHeight;
        expect(one === other || isApart).toBe(true);
      }
    }
  });

  it('can be walked to every node and back from any of them', () => {
    const graph = layOutGraph(traceOf(answer, 'up'));
    const reached = new Set([answer]);
    for (const reference of reached) {
      for (const arrow of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as const) {
        const next = walk(graph, reference, arrow);
        if (next !== undefined) reached.add(next);
      }
    }
    expect(reached.size).toBe(graph.nodes.length);
  });

  it('folds many alike into the first few and one that counts the rest, and unfolds it', () => {
    const trace = wideTrace();
    const { trace: folded, folds } = foldSiblings(trace, new Set(), trace.root);
    expect([...folds.values()]).toEqual([57]);
    expect(folded.nodes.length).toBe(trace.nodes.length - 56);
    expect(folded.nodes.some(({ reference }) => reference === trace.root)).toBe(true);
    expect(foldSiblings(trace, new Set(folds.keys()), trace.root).trace.nodes).toEqual(trace.nodes);
  });

  it('never folds away what is chosen, wherever it stands, and keeps what was unfolded', () => {
    const trace = wideTrace();
    const { folds: before } = foldSiblings(trace, new Set(), trace.root);
    for (const place of [100, 103, 119, 159]) {
      const chosen = idOf('answer', place);
      const { trace: folded, folds } = foldSiblings(trace, new Set(), chosen);
      expect(folded.nodes.some(({ reference }) => reference === chosen)).toBe(true);
      expect([...folds.keys()]).toEqual([...before.keys()]);
      expect([...folds.values()]).toEqual([place < 103 ? 57 : 56]);
      expect(folded.nodes.some(({ reference }) => folds.has(reference))).toBe(true);
      expect(foldSiblings(trace, new Set(before.keys()), chosen).trace.nodes).toEqual(trace.nodes);
    }
  });
});

describe('what is drawn and named', () => {
  it('is made as small as its room asks, as long as it can be read', () => {
    expect(fitGraph({ width: 800, height: 600 }, { width: 1_000, height: 700 })).toBe(1);
    expect(fitGraph({ width: 1_000, height: 600 }, { width: 800, height: 700 })).toBe(0.8);
    expect(fitGraph({ width: 9_000, height: 600 }, { width: 800, height: 700 })).toBe(0.72);
  });

  it('never bears its kind or its whole id as its name', () => {
    const reference = `sha256:9f2c41ab${'0'.repeat(56)}`;
    expect(nameNode({ reference, kind: 'dataset', name: 'dataset' })).toBe('9f2c41ab');
    expect(nameNode({ reference, kind: 'dataset', name: 'docs' })).toBe('docs');
    expect(nameNode({ reference: answer, kind: 'answer', name: answer })).toMatch(/^ans_/);
  });

  it('may be one of several, as the server says', () => {
    expect(readCandidates('"README.md" may mean a/README.md, b/README.md and more')).toEqual([
      'a/README.md',
      'b/README.md',
    ]);
    expect(readCandidates('"9f" may mean sha256:9f2c (artifact), sha256:9f41 (document)')).toEqual([
      'sha256:9f2c',
      'sha256:9f41',
    ]);
    expect(readCandidates('nothing is known')).toEqual([]);
  });
});
