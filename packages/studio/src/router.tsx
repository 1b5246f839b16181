/**
 * Every address of the studio and the page that answers it.
 * Invariant: pages beyond the tour are fetched when they are opened; what an address asks for stands in the address.
 */
import { type StatementDimension, statementDimension } from '@slipway/contracts';
import {
  createBrowserHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { EnterPage } from './layout/enter-page.tsx';
import { ErrorNote } from './layout/error-note.tsx';
import { NotFound } from './layout/not-found.tsx';
import { Shell } from './layout/shell.tsx';
import { TourPage } from './tour/tour-page.tsx';

export interface LineageSearch {
  /** Digest, id or document path. */
  of?: string;
  direction?: 'up' | 'down';
  view?: 'graph' | 'list';
}

export interface StatementsSearch {
  by?: StatementDimension[];
  granularity?: 'day' | 'month';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readLineageSearch(search: Record<string, unknown>): LineageSearch {
  const of = textOf(search.of);
  return {
    ...(of ? { of } : {}),
    ...(search.direction === 'down' || search.direction === 'up' ? { direction: search.direction } : {}),
    ...(search.view === 'list' || search.view === 'graph' ? { view: search.view } : {}),
  };
}

function readStatementsSearch(search: Record<string, unknown>): StatementsSearch {
  const by = statementDimension.array().min(1).safeParse(search.by);
  return {
    ...(by.success ? { by: by.data } : {}),
    ...(search.granularity === 'day' || search.granularity === 'month'
      ? { granularity: search.granularity }
      : {}),
  };
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const tourRoute = createRoute({ getParentRoute: () => root, path: '/', component: TourPage });

const enterRoute = createRoute({
  getParentRoute: () => root,
  path: '/enter',
  validateSearch: (search: Record<string, unknown>): { token?: string } => {
    const token = textOf(search.token);
    return token ? { token } : {};
  },
  component: EnterPage,
});

const runsRoute = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  component: lazyRouteComponent(() => import('./runs/runs-page.tsx'), 'RunsPage'),
});

const runRoute = createRoute({
  getParentRoute: () => root,
  path: '/runs/$id',
  component: lazyRouteComponent(() => import('./runs/run-page.tsx'), 'RunPage'),
});

const datasetsRoute = createRoute({
  getParentRoute: () => root,
  path: '/datasets',
  component: lazyRouteComponent(() => import('./datasets/datasets-page.tsx'), 'DatasetsPage'),
});

const datasetRoute = createRoute({
  getParentRoute: () => root,
  path: '/datasets/$digest',
  component: lazyRouteComponent(() => import('./datasets/dataset-page.tsx'), 'DatasetPage'),
});

const modelsRoute = createRoute({
  getParentRoute: () => root,
  path: '/models',
  component: lazyRouteComponent(() => import('./models/models-page.tsx'), 'ModelsPage'),
});

const lineageRoute = createRoute({
  getParentRoute: () => root,
  path: '/lineage',
  validateSearch: readLineageSearch,
  component: lazyRouteComponent(() => import('./lineage/lineage-page.tsx'), 'LineagePage'),
});

const statementsRoute = createRoute({
  getParentRoute: () => root,
  path: '/statements',
  validateSearch: readStatementsSearch,
  component: lazyRouteComponent(() => import('./statements/statements-page.tsx'), 'StatementsPage'),
});

const receiptRoute = createRoute({
  getParentRoute: () => root,
  path: '/receipts/$id',
  component: lazyRouteComponent(() => import('./receipt/receipt-page.tsx'), 'ReceiptPage'),
});

/** All routes under the shell; what server and studio agree on stands in `studioPages` of the contracts. */
export const routeTree = root.addChildren([
  tourRoute,
  enterRoute,
  runsRoute,
  runRoute,
  datasetsRoute,
  datasetRoute,
  modelsRoute,
  lineageRoute,
  statementsRoute,
  receiptRoute,
]);

/** Makes the router; `/#/enter?token=` is read as `/enter?token=`. */
export function createStudioRouter() {
  const { hash } = window.location;
  if (hash.startsWith('#/enter')) window.history.replaceState(null, '', hash.slice(1));
  return createRouter({
    routeTree,
    history: createBrowserHistory(),
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultPendingMs: 200,
    defaultErrorComponent: ErrorNote,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createStudioRouter>;
  }
}
