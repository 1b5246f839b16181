/**
 * Asks once and remembers the answer for a while.
 * Invariant: callers at the same time share one question; a failure is not remembered.
 */
export function rememberFor<Value>(timeMs: number, ask: () => Promise<Value>): () => Promise<Value> {
  let answer: Promise<Value> | undefined;
  let askedAt = 0;
  return () => {
    if (answer === undefined || Date.now() - askedAt > timeMs) {
      askedAt = Date.now();
      const asked = ask();
      answer = asked;
      asked.catch(() => {
        if (answer === asked) answer = undefined;
      });
    }
    return answer;
  };
}
