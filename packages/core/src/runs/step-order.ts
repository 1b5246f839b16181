/**
 * The order of a recipe's steps: each behind those it takes from, otherwise as written.
 * Refuses a ring, and names it.
 */
import { SlipwayError } from '@slipway/contracts';

/**
 * Sorts steps by what they come after.
 * @param after step name to the names of the steps before it; every name is a key
 * @throws SlipwayError `recipe-cycle` naming the ring in the order in which outputs flow
 */
export function orderSteps(after: ReadonlyMap<string, readonly string[]>): string[] {
  const ordered: string[] = [];
  const done = new Set<string>();
  for (const start of after.keys()) visit(start, []);
  return ordered;

  function visit(name: string, way: readonly string[]): void {
    if (done.has(name)) return;
    const seenAt = way.indexOf(name);
    if (seenAt >= 0) throw ringError([...way.slice(seenAt), name]);
    for (const before of after.get(name) ?? []) visit(before, [...way, name]);
    done.add(name);
    ordered.push(name);
  }
}

function ringError(way: readonly string[]): SlipwayError {
  const ring = [...way].reverse().join(' -> ');
  return new SlipwayError({
    code: 'recipe-cycle',
    message: `steps wait for one another in a ring: ${ring}`,
    hint: 'Change the inputs of one of these steps so that it does not need a later one.',
  });
}
