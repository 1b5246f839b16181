import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDuplicates } from './find-duplicates.ts';
import { jaccard, shingle } from './shingle.ts';
import { estimateSimilarity, signShingles } from './sign-shingles.ts';
import { UnionFind } from './union-find.ts';

/** A deterministic stream of words, so that texts are alike on every machine. */
function words(seed: number, length: number, alphabet = 5000): string[] {
  let state = seed >>> 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return `w${(state >>> 8) % alphabet}`;
  });
}

/** The words with every n-th replaced. */
const edit = (list: string[], every: number) =>
  list.map((word, at) => (at % every === 0 ? `edited${at}` : word));

function exactJaccard(a: string, b: string): number {
  const runs = (text: string) =>
    new Set(Array.from({ length: Math.max(1, text.length - 4) }, (_, at) => text.slice(at, at + 5)));
  const left = runs(a);
  const right = runs(b);
  const shared = [...left].filter((run) => right.has(run)).length;
  return shared / (left.size + right.size - shared);
}

const lower = fc
  .array(fc.constantFrom(...'abcde '), { minLength: 10, maxLength: 200 })
  .map((all) => all.join('').replace(/ +/g, ' ').trim());

describe('shingles and signatures', () => {
  it('have the Jaccard similarity of the texts they come from', () => {
    fc.assert(
      fc.property(lower, lower, (a, b) => {
        expect(jaccard(shingle(a), shingle(b))).toBeCloseTo(exactJaccard(a, b), 10);
      }),
    );
  });

  it('do not see case, punctuation and markup', () => {
    expect(shingle('# Hello, *World*! 你好，世界。')).toEqual(shingle('hello world\n\n你好 世界'));
  });

  it('estimate the true similarity within six standard errors, without bias', () => {
    let sum = 0;
    const numTrials = 60;
    for (let trial = 0; trial < numTrials; trial += 1) {
      const original = words(trial + 1, 300);
      const a = shingle(original.join(' '));
      const b = shingle(edit(original, 2 + (trial % 20)).join(' '));
      const error = estimateSimilarity(signShingles(a), signShingles(b)) - jaccard(a, b);
      expect(Math.abs(error)).toBeLessThan(6 * 0.0442);
      sum += error;
    }
    expect(Math.abs(sum / numTrials)).toBeLessThan(0.02);
  });

  it('sign equal sets alike, however small', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 300 }), (set) => {
        const sorted = Uint32Array.from(set).sort();
        expect(estimateSimilarity(signShingles(sorted), signShingles(sorted.slice()))).toBe(1);
      }),
    );
  });
});

describe('UnionFind', () => {
  it('has the smallest member as root in any order', () => {
    const pairs = fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 30 });
    fc.assert(
      fc.property(pairs, (edges) => {
        const forward = new UnionFind(20);
        const backward = new UnionFind(20);
        for (const [a, b] of edges) forward.union(a, b);
        for (const [a, b] of [...edges].reverse()) backward.union(b, a);
        for (let member = 0; member < 20; member += 1) {
          expect(forward.find(member)).toBe(backward.find(member));
          expect(forward.find(member)).toBeLessThanOrEqual(member);
        }
      }),
    );
  });
});

describe('findDuplicates', () => {
  const base = words(7, 400);
  const corpus = [
    { path: 'a.md', document: 'd1', text: base.join(' ') },
    { path: 'b.md', document: 'd2', text: `# ${base.join(', ').toUpperCase()}` },
    { path: 'c.md', document: 'd3', text: edit(base, 60).join(' ') },
    { path: 'd.md', document: 'd4', text: edit(base, 3).join(' ') },
    { path: 'e.md', document: 'd5', text: words(9, 400).join(' ') },
    { path: 'f.md', document: 'd6', text: 'short' },
    { path: 'g.md', document: 'd7', text: 'Short!' },
    { path: 'h.md', document: 'd8', text: 'shorter' },
  ];

  it('keeps the first by path and drops equal and nearly equal ones', () => {
    const found = findDuplicates(corpus);
    expect(found.map(({ path, ofPath, kind }) => [path, ofPath, kind])).toEqual([
      ['b.md', 'a.md', 'exact'],
      ['c.md', 'a.md', 'near'],
      ['g.md', 'f.md', 'exact'],
    ]);
    expect(found[1]?.similarity).toBeGreaterThan(0.8);
  });

  it('does not depend on the order of the documents', () => {
    const expected = findDuplicates(corpus);
    fc.assert(
      fc.property(fc.shuffledSubarray(corpus, { minLength: corpus.length }), (shuffled) => {
        expect(findDuplicates(shuffled)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('finds exactly the pairs that true Jaccard finds', () => {
    const planted = Array.from({ length: 40 }, (_, at) => {
      const original = words(Math.floor(at / 4) + 100, 250);
      const text = at % 4 === 0 ? original : edit(original, [0, 9, 25, 80][at % 4] ?? 1);
      return { path: String(at).padStart(3, '0'), document: `d${at}`, text: text.join(' ') };
    });
    const sets = new UnionFind(planted.length);
    for (const [a, left] of planted.entries()) {
      for (const [b, right] of planted.entries()) {
        if (a < b && exactJaccard(left.text, right.text) >= 0.8) sets.union(a, b);
      }
    }
    const expected = planted.flatMap(({ path }, at) =>
      sets.find(at) === at ? [] : [[path, planted[sets.find(at)]?.path]],
    );
    expect(expected.length).toBeGreaterThan(8);
    expect(findDuplicates(planted).map(({ path, ofPath }) => [path, ofPath])).toEqual(expected);
  });

  it('works for Chinese', () => {
    const text =
      '员工出差前应当填写出差申请单，写明出差事由、地点、时间和预算，由部门负责人审批。出差时间超过七天的，还须经分管副总经理批准。紧急情况下可以先电话请示，返回后三个工作日内补办手续。';
    const found = findDuplicates([
      { path: '1', document: 'a', text },
      { path: '2', document: 'b', text: text.replace('七天', '十天') },
      { path: '3', document: 'c', text: [...text].reverse().join('') },
    ]);
    expect(found.map(({ path, kind }) => [path, kind])).toEqual([['2', 'near']]);
  });
});
