/**
 * Copies a text and knows for a moment how that went.
 * Invariant: a browser that refuses the clipboard is an answer, never an unhandled rejection.
 */
import { useCallback, useEffect, useState } from 'react';

const saidForMs = 1_600;

export type CopyOutcome = 'copied' | 'refused' | undefined;

/** @returns how the last copying went, while that is worth saying, and what copies */
export function useCopy(): [outcome: CopyOutcome, copy: (text: string) => void] {
  const [outcome, setOutcome] = useState<CopyOutcome>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), saidForMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = useCallback((text: string) => {
    writeToClipboard(text).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  }, []);
  return [outcome, copy];
}

/** Throws, as an answer, where a page opened without TLS from another machine has no clipboard at all. */
async function writeToClipboard(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
