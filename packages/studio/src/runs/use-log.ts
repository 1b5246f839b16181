/**
 * The log of a step, read from where the last reading ended until the step is over; each further attempt begins with a line that says so.
 * Invariant: no more than the last half million characters are kept. A server that is away for a moment does not end the reading.
 */
import { type AttemptId, type ErrorData, toErrorData } from '@slipway/contracts';
import { useEffect, useState } from 'react';
import { client } from '../api/client.ts';
import { useMessages } from '../messages/messages.ts';

const numCharactersKept = 500_000;
const pauseMs = 1_000;

export interface Log {
  text: string;
  isEnded: boolean;
  error: ErrorData | undefined;
}

const empty: Log = { text: '', isEnded: false, error: undefined };

/** Reads on while the component is shown. */
export function useLog(runId: string, step: string): Log {
  const { t } = useMessages();
  const [log, setLog] = useState(empty);
  useEffect(() => {
    setLog(empty);
    const stopper = new AbortController();
    let offset = 0;
    let attempt: AttemptId | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function read(): Promise<void> {
      try {
        const { signal } = stopper;
        const piece = await client.readLog({
          params: { id: runId },
          query: { step, offset, attempt },
          signal,
        });
        if (signal.aborted) return;
        const hasRestarted = attempt !== undefined && piece.attemptId !== attempt;
        const seam = hasRestarted ? `\n${t('runs.logAttempt', { number: piece.attemptNumber ?? 0 })}\n` : '';
        offset = piece.nextOffset;
        attempt = piece.attemptId;
        setLog(({ text }) => ({
          text: (text + seam + piece.text).slice(-numCharactersKept),
          isEnded: piece.isEnded,
          error: undefined,
        }));
        if (!piece.isEnded) timer = setTimeout(() => void read(), pauseMs);
      } catch (error) {
        if (stopper.signal.aborted) return;
        const data = toErrorData(error);
        setLog((before) => ({ ...before, error: data }));
        const mayPass = data.retryable || data.code === 'server-not-running';
        if (mayPass) timer = setTimeout(() => void read(), pauseMs);
      }
    }
    void read();
    return () => {
      stopper.abort();
      clearTimeout(timer);
    };
  }, [runId, step, t]);
  return log;
}
