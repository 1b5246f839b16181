import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UnionFind } from './union-find.ts';

test('has the smallest member as root in any order', () => {
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
