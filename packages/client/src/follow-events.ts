/**
 * The event log, followed live: one connection after another, each resuming behind the last event seen.
 * Invariant: events arrive in order of their ids and each at most once; ends only when the caller stops it.
 * Refuses to go on where the server refuses for good (no session, unknown run).
 */
import { type Event, event, eventStreamPath, isSlipwayError } from '@slipway/contracts';
import { readProblem } from './problem.ts';
import { readEventStream } from './read-event-stream.ts';
import { fetchOrExplain, requestHeaders, routeUrl, type Transport } from './send-request.ts';

export interface FollowOptions {
  /** Id of the last event already known; 0 for all. Without it the server decides, which is: all. */
  after?: number;
  /** Only events of this run. */
  runId?: string;
  signal?: AbortSignal;
  /** Told whenever the connection opens and whenever it is lost and tried again. */
  onConnection?: (state: 'open' | 'lost') => void;
}

const firstDelayMs = 500;
const longestDelayMs = 10_000;

/** Follows events of the log. See `Client.followEvents`. */
export async function* followEvents(
  transport: Transport,
  options: FollowOptions,
): AsyncGenerator<Event, void, void> {
  let after = options.after ?? 0;
  let delayMs = firstDelayMs;
  while (!options.signal?.aborted) {
    try {
      for await (const next of readConnection(transport, { ...options, after })) {
        delayMs = firstDelayMs;
        if (next.id <= after) continue;
        after = next.id;
        yield next;
      }
    } catch (error) {
      if (options.signal?.aborted) return;
      if (isSlipwayError(error) && !error.retryable && error.code !== 'server-not-running') throw error;
    }
    if (options.signal?.aborted) return;
    options.onConnection?.('lost');
    await waitFor(delayMs, options.signal);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }
}

async function* readConnection(
  transport: Transport,
  options: FollowOptions & { after: number },
): AsyncGenerator<Event, void, void> {
  const query = { runId: options.runId, after: options.after };
  const headers = requestHeaders(transport, 'text/event-stream');
  if (options.after > 0) headers['last-event-id'] = String(options.after);
  const init: RequestInit = { headers, credentials: 'same-origin' };
  if (options.signal) init.signal = options.signal;
  const response = await fetchOrExplain(transport, routeUrl(transport, eventStreamPath, { query }), init);
  if (!response.ok) throw await readProblem(response);
  if (!response.body) return;
  options.onConnection?.('open');
  for await (const message of readEventStream(response.body)) {
    const parsed = event.safeParse(parseJson(message.data));
    // A newer server may log kinds of events that this client has never heard of.
    if (parsed.success) yield parsed.data;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function waitFor(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, durationMs);
    function finish(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    }
    signal?.addEventListener('abort', finish, { once: true });
  });
}
