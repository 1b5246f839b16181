/**
 * Applies an async function to many items, a bounded number at a time, keeping their order.
 * Invariant: no work is begun after a failure, and none is still under way when the failure is reported.
 */

/** @param limit how many are under way at once at the most */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  apply: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const queue = items.entries();
  let failure: { error: unknown } | undefined;
  const work = async () => {
    for (const [index, item] of queue) {
      if (failure) return;
      try {
        results[index] = await apply(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  if (failure) throw failure.error;
  return results;
}
