/**
 * The log of a step's newest attempt, read from where the last reading ended until the attempt is over.
 * Invariant: no more than the last half million characters are kept.
 */
import { type ErrorData, toErrorData } from '@slipway/contracts';
import { useEffect, useState } from 'react';
import { client } from '../api/client.ts';

const numCharactersKept = 500_000;
const pauseMs = 1_000;

export interface Log {
  text: string;
  isEnded: boolean;
  error: ErrorData | undefined;
}

/** Reads on while the component is shown. */
export function useLog(runId: string, step: string): Log {
  const [log, setLog] = useState<Log>({ text: '', isEnded: false, error: undefined });
  useEffect(() => {
    const stopper = new AbortController();
    let offset = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function read(): Promise<void> {
      try {
        const { signal } = stopper;
        const piece = await client.readLog({ params: { id: runId }, query: { step, offset }, signal });
        if (signal.aborted) return;
        offset = piece.nextOffset;
        setLog(({ text }) => ({
          text: (text + piece.text).slice(-numCharactersKept),
          isEnded: piece.isEnded,
          error: undefined,
        }));
        if (!piece.isEnded) timer = setTimeout(() => void read(), pauseMs);
      } catch (error) {
        if (stopper.signal.aborted) return;
        setLog((before) => ({ ...before, error: toErrorData(error) }));
      }
    }
    void read();
    return () => {
      stopper.abort();
      clearTimeout(timer);
    };
  }, [runId, step]);
  return log;
}
