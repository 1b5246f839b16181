/**
 * What goes into the next batch, and with how many threads it is decoded.
 * Invariant: a batch is either one piece of one prompt or the next token of every sequence that decodes, never both, so that how a
 * prompt is cut does not depend on what else runs, and each kind runs with the threads that are fastest for it.
 * Where both wait they take turns.
 */
import type { BatchItem, PrioritizedBatchItem } from 'node-llama-cpp';

export interface ThreadCounts {
  decode: number;
  prompt: number;
}

export interface BatchOrder {
  /** The strategy handed to the context. */
  prioritise(options: { items: readonly BatchItem[]; size: number }): PrioritizedBatchItem[];
  threads: ThreadCounts;
}

/**
 * @param threads counts to begin with; may be changed at any time
 * @param applyThreads called before each batch with the number of threads that it is to use
 */
export function createBatchOrder(threads: ThreadCounts, applyThreads: (count: number) => void): BatchOrder {
  let wasPrompt = false;
  const order: BatchOrder = {
    threads,
    prioritise({ items, size }) {
      const prompts = items.filter(({ tokens }) => tokens.length > 1);
      const singles = items.filter(({ tokens }) => tokens.length === 1);
      const prompt = prompts[0];
      wasPrompt = prompt !== undefined && (singles.length === 0 || !wasPrompt);
      if (prompt !== undefined && wasPrompt) {
        applyThreads(order.threads.prompt);
        return [{ item: prompt, processAmount: Math.min(size, prompt.tokens.length) }];
      }
      applyThreads(order.threads.decode);
      return singles.slice(0, size).map((item) => ({ item, processAmount: 1 }));
    },
  };
  return order;
}
