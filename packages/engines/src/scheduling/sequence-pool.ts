/**
 * The sequences of one context, leased one request at a time.
 * Invariant: a sequence has one holder; waiting requests are served in order of arrival; a free sequence is chosen by the longest
 * prefix that its cache shares with the request, the least recently used among equals.
 */
import { SlipwayError } from '@slipway/contracts';

/** What a pool must know of a sequence. */
export interface PooledSequence {
  readonly cachedTokens: readonly number[];
}

export interface SequencePool<Sequence extends PooledSequence> {
  /**
   * Waits for a sequence.
   * @throws SlipwayError `request-cancelled` where the signal fires first, `engine-unavailable` once the pool is closed
   */
  acquire(tokens: readonly number[], signal?: AbortSignal): Promise<Sequence>;
  release(sequence: Sequence): void;
  /** Refuses everyone who waits, and all later requests. */
  close(): void;
}

interface Waiting<Sequence> {
  tokens: readonly number[];
  accept: (sequence: Sequence) => void;
  refuse: (error: SlipwayError) => void;
}

export function createSequencePool<Sequence extends PooledSequence>(
  sequences: readonly Sequence[],
): SequencePool<Sequence> {
  /** Least recently used first. */
  const free = [...sequences];
  const waiting: Waiting<Sequence>[] = [];
  let isClosed = false;

  function serve(): void {
    while (free.length > 0) {
      const next = waiting.shift();
      if (next === undefined) return;
      const chosen = chooseSequence(free, next.tokens);
      free.splice(free.indexOf(chosen), 1);
      next.accept(chosen);
    }
  }

  return {
    acquire(tokens, signal) {
      return new Promise<Sequence>((resolve, reject) => {
        if (isClosed) return reject(closedError());
        if (signal?.aborted) return reject(cancelledError());
        const entry: Waiting<Sequence> = { tokens, accept, refuse };
        function accept(sequence: Sequence): void {
          signal?.removeEventListener('abort', leave);
          resolve(sequence);
        }
        function refuse(error: SlipwayError): void {
          signal?.removeEventListener('abort', leave);
          reject(error);
        }
        function leave(): void {
          const index = waiting.indexOf(entry);
          if (index >= 0) waiting.splice(index, 1);
          refuse(cancelledError());
        }
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push(entry);
        serve();
      });
    },
    release(sequence) {
      free.push(sequence);
      serve();
    },
    close() {
      isClosed = true;
      for (const { refuse } of waiting.splice(0)) refuse(closedError());
    },
  };
}

function chooseSequence<Sequence extends PooledSequence>(
  free: readonly Sequence[],
  tokens: readonly number[],
): Sequence {
  let chosen = free[0] as Sequence;
  let longest = -1;
  for (const sequence of free) {
    const numShared = countSharedPrefix(sequence.cachedTokens, tokens);
    if (numShared > longest) {
      longest = numShared;
      chosen = sequence;
    }
  }
  return chosen;
}

/** How many leading tokens two lists have in common. */
export function countSharedPrefix(a: readonly number[], b: readonly number[]): number {
  const limit = Math.min(a.length, b.length);
  let index = 0;
  while (index < limit && a[index] === b[index]) index += 1;
  return index;
}

function cancelledError(): SlipwayError {
  return new SlipwayError({
    code: 'request-cancelled',
    message: 'the request was cancelled while it waited',
  });
}

function closedError(): SlipwayError {
  return new SlipwayError({ code: 'engine-unavailable', message: 'the engine is shutting down' });
}
