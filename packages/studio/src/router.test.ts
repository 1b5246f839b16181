import { studioPages } from '@slipway/contracts';
import { expect, it } from 'vitest';
import { routeTree } from './router.tsx';

it('knows the pages that the server answers for, and no others', () => {
  const paths = Object.values(routeTree.children ?? {}).map(
    ({ options }) => `/${options.path.replace(/^\//, '')}`,
  );
  expect(paths.map((path) => path.replaceAll('$', ':')).sort()).toEqual([...studioPages].sort());
});
