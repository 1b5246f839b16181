/**
 * What pages ask of the API, each question with the name under which its answer is kept.
 * Invariant: the server is the only source; what is immutable (documents, artifacts, receipts) is asked once.
 */
import {
  isSlipwayError,
  type MovedBound,
  type Run,
  type RunSummary,
  type StatementDimension,
} from '@slipway/contracts';
import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';

const runningIntervalMs = 5_000;
const pageSize = 100;
const numReceiptTries = 8;
const receiptDelayMs = 500;

/** Makes the cache of answers; errors of the user's making are not tried again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: 2_000, refetchOnWindowFocus: true } },
  });
}

export const tourQuery = queryOptions({
  queryKey: ['tour'],
  queryFn: ({ signal }) => client.showTour({ signal }),
  refetchInterval: (query) => (query.state.data?.summary?.state === 'running' ? runningIntervalMs : false),
});

export const runsQuery = infiniteQueryOptions({
  queryKey: ['runs'],
  queryFn: ({ signal, pageParam }) =>
    client.listRuns({ query: { limit: pageSize, ...(pageParam ? { before: pageParam } : {}) }, signal }),
  initialPageParam: '',
  getNextPageParam: (page: { runs: RunSummary[] }) =>
    page.runs.length < pageSize ? undefined : page.runs.at(-1)?.id,
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) => page.runs.some((run) => run.state === 'running'))
      ? runningIntervalMs
      : false,
});

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: ({ signal }): Promise<Run> => client.showRun({ params: { id }, signal }),
    // What a step waits for changes without an event.
    refetchInterval: (query) => (query.state.data?.state === 'running' ? runningIntervalMs : false),
  });

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => client.listModels({ signal }),
});

export const artifactsQuery = (search: string) =>
  queryOptions({
    queryKey: ['artifacts', search],
    queryFn: ({ signal }) =>
      client.listArtifacts({ query: { limit: 50, ...(search ? { search } : {}) }, signal }),
  });

export const artifactQuery = (digest: string) =>
  queryOptions({
    queryKey: ['artifact', digest],
    queryFn: ({ signal }) => client.showArtifact({ params: { digest }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const traceQuery = (reference: string, direction: 'up' | 'down') =>
  queryOptions({
    queryKey: ['trace', reference, direction],
    queryFn: ({ signal }) => client.traceLineage({ params: { reference }, query: { direction }, signal }),
  });

export const datasetsQuery = (search: string, limit: number) =>
  queryOptions({
    queryKey: ['datasets', search, limit],
    queryFn: ({ signal }) =>
      client.listArtifacts({ query: { limit, kind: 'dataset', ...(search ? { search } : {}) }, signal }),
    placeholderData: (previous) => previous,
  });

export const dataCardQuery = (digest: string) =>
  queryOptions({
    queryKey: ['data-card', digest],
    queryFn: ({ signal }) => client.showDataCard({ params: { digest }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const whatIfQuery = (dataset: string, bounds: readonly MovedBound[]) =>
  queryOptions({
    queryKey: ['what-if', dataset, bounds],
    queryFn: ({ signal }) =>
      client.askWhatIf({ params: { digest: dataset }, body: { bounds: [...bounds], numNamed: 8 }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    placeholderData: (previous) => previous,
  });

export const comparisonQuery = (dataset: string, document: string) =>
  queryOptions({
    queryKey: ['comparison', dataset, document],
    queryFn: ({ signal }) =>
      client.compareDocument({ params: { digest: dataset }, query: { document }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const documentQuery = (dataset: string, document: string) =>
  queryOptions({
    queryKey: ['document', dataset, document],
    queryFn: ({ signal }) => client.showDocument({ params: { digest: dataset, document }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const receiptQuery = (id: string) =>
  queryOptions({
    queryKey: ['receipt', id],
    queryFn: ({ signal }) => client.showReceipt({ params: { id }, signal }),
    staleTime: 60_000,
    // The gateway's journal reaches the ledger a moment after the answer's last word.
    retry: (numFailures, error) =>
      isSlipwayError(error) && error.code === 'receipt-unknown' && numFailures < numReceiptTries,
    retryDelay: receiptDelayMs,
  });

export const statementQuery = (by: readonly StatementDimension[], granularity: 'day' | 'month') =>
  queryOptions({
    queryKey: ['statement', by, granularity],
    queryFn: ({ signal }) => client.showStatement({ query: { by: by.join(','), granularity }, signal }),
    placeholderData: (previous) => previous,
  });

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => client.health({ signal }),
  staleTime: 60_000,
});
