/**
 * One request to the control API: path, query and body in, the validated answer out.
 * Invariant: everything that goes wrong arrives as a SlipwayError, save the caller's own abort, which is passed on as it is.
 */
import { type Route, SlipwayError } from '@slipway/contracts';
import { readProblem, unreachableError } from './problem.ts';

export interface Transport {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly token: string | undefined;
}

export interface RouteInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
}

/** The address of a route: parameters filled in and escaped, query values that are undefined left out. */
export function routeUrl(transport: Transport, path: string, input: RouteInput): string {
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name] ?? '')),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  const search = query.toString();
  return `${transport.baseUrl}${filled}${search === '' ? '' : `?${search}`}`;
}

/** Headers that every request bears. */
export function requestHeaders(transport: Transport, accept: string): Record<string, string> {
  const headers: Record<string, string> = { accept };
  if (transport.token !== undefined) headers.authorization = `Bearer ${transport.token}`;
  return headers;
}

/**
 * Sends a request and returns the answer that the route's schema let pass.
 * @throws SlipwayError the server's own, `server-not-running` where nothing answers, `internal` where the answer breaks the contract
 */
export async function sendRequest(
  transport: Transport,
  target: { name: string; route: Route },
  input: RouteInput,
): Promise<unknown> {
  const { name, route } = target;
  const headers = requestHeaders(transport, 'application/json');
  const init: RequestInit = { method: route.method, headers, credentials: 'same-origin' };
  if (input.signal) init.signal = input.signal;
  if (route.method === 'POST' || route.method === 'PATCH') {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(input.body ?? {});
  }
  const response = await fetchOrExplain(transport, routeUrl(transport, route.path, input), init);
  if (!response.ok) throw await readProblem(response);
  const answer = route.response.safeParse(await response.json().catch(() => undefined));
  if (answer.success) return answer.data;
  const issue = answer.error.issues[0];
  throw new SlipwayError({
    code: 'internal',
    message: `the answer to ${name} is not what the contract says: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    hint: 'Client and server are probably of different versions; install the same version of both.',
  });
}

/** Fetches; a connection that fails becomes `server-not-running`, an abort stays an abort. */
export async function fetchOrExplain(
  transport: Transport,
  url: string,
  init: RequestInit,
): Promise<Response> {
  try {
    return await transport.fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw unreachableError(transport.baseUrl, error);
  }
}
