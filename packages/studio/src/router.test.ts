import { studioPages } from '@slipway/contracts';
import { expect, it } from 'vitest';
import { routeTree } from './router.tsx';

it('knows the pages that the server answers for, and no others', () => {
  const routes = Object.values(routeTree.children ?? {});
  const paths = routes.map(({ options }) => ('path' in options ? options.path : undefined));
  expect(paths.map((path) => path?.replaceAll('$', ':')).sort()).toEqual([...studioPages].sort());
});
