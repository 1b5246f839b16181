import { expect, test } from 'vitest';
import { rankPath } from './longest-first.mjs';

test('puts what starts whole installations before the rest', () => {
  const paths = [
    '/a/packages/text/src/x.test.ts',
    '/a/test/kill/x.test.ts',
    '/a/test/tour/x.test.ts',
    '/a/test/fuzz/x.test.ts',
  ];
  expect(paths.toSorted((left, right) => rankPath(left) - rankPath(right))[0]).toBe('/a/test/tour/x.test.ts');
  expect(rankPath('/a/test/kill/x.test.ts')).toBeLessThan(rankPath('/a/test/fuzz/x.test.ts'));
  expect(rankPath('/a/test/fuzz/x.test.ts')).toBeLessThan(rankPath('/a/packages/text/src/x.test.ts'));
});
