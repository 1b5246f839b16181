/**
 * What goes into the next batch, and with how many threads it is decoded.
 * Invariant: a batch is either one piece of one prompt or the next token of every sequence that decodes, never both, so that how a
 * prompt is cut does not depend on what else runs, and each kind runs with the threads that are fastest for it.
 * Where both wait they take turns.
 */
import type { BatchItem, PrioritizedBatchItem } from 'node-llama-cpp';
import { createPromptThreads, type PromptThreads } from './prompt-threads.ts';

export interface ThreadCounts {
  decode: number;
  prompt: number;
}

export interface BatchOrder {
  /** The strategy handed to the context. */
  prioritise(options: { items: readonly BatchItem[]; size: number }): PrioritizedBatchItem[];
  /** To be called when a prompt piece of so many tokens has been computed: its time tells how many threads are best now. */
  notePrompt(numTokens: number): void;
  threads: ThreadCounts;
}

/** Shorter pieces say little about speed. */
const minTimedTokens = 32;

/**
 * @param threads counts to begin with; may be changed at any time
 * @param applyThreads called before each batch with the number of threads that it is to use
 */
export function createBatchOrder(threads: ThreadCounts, applyThreads: (count: number) => void): BatchOrder {
  let wasPrompt = false;
  let counts = threads;
  let promptThreads: PromptThreads = createPromptThreads(threads.prompt);
  let latest = { numTokens: 0, threads: 1, startedAt: 0 };
  return {
    get threads() {
      return counts;
    },
    set threads(changed) {
      counts = changed;
      promptThreads = createPromptThreads(changed.prompt);
    },
    prioritise({ items, size }) {
      const prompts = items.filter(({ tokens }) => tokens.length > 1);
      const singles = items.filter(({ tokens }) => tokens.length === 1);
      const prompt = prompts[0];
      wasPrompt = prompt !== undefined && (singles.length === 0 || !wasPrompt);
      if (prompt !== undefined && wasPrompt) {
        const numTokens = Math.min(size, prompt.tokens.length);
        latest = { numTokens, threads: promptThreads.choose(), startedAt: performance.now() };
        applyThreads(latest.threads);
        return [{ item: prompt, processAmount: numTokens }];
      }
      applyThreads(counts.decode);
      return singles.slice(0, size).map((item) => ({ item, processAmount: 1 }));
    },
    notePrompt(numTokens) {
      // Another sequence's piece may have begun since: then this one's time is not known.
      if (numTokens < minTimedTokens || latest.numTokens !== numTokens) return;
      promptThreads.report(latest.threads, (performance.now() - latest.startedAt) / numTokens);
      latest = { ...latest, numTokens: 0 };
    },
  };
}
