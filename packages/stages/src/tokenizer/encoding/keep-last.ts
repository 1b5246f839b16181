/**
 * Keeps the last few things that were opened.
 * Invariant: never more than `most`; the one not asked for longest goes first. Whoever asks at once shares one opening, and one that failed
 * is opened again.
 */

/** @returns opens by name, or gives what is open by that name */
export function keepLast<Value>(most: number): (name: string, open: () => Promise<Value>) => Promise<Value> {
  const opened = new Map<string, Promise<Value>>();
  return (name, open) => {
    const value = opened.get(name) ?? open();
    opened.delete(name);
    opened.set(name, value);
    const [oldest] = opened.keys();
    if (opened.size > most && oldest !== undefined) opened.delete(oldest);
    value.catch(() => {
      if (opened.get(name) === value) opened.delete(name);
    });
    return value;
  };
}
