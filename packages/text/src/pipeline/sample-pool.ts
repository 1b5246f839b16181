/**
 * Draws a few documents for people to look at, of each reason some, spread over sources and languages.
 * By the hash of its text a document has a place in a random order that no thread changes. Of each group are held: the first documents, the
 * first of each of the first sources, and the first of each of the first languages; so a source or language comes the likelier the larger it is.
 * Invariant: bounded; a pool of pools is the pool of all, as long as they are offered in the order of the input; of equal texts the first stays.
 */

export interface SampleKey {
  /** `step:reason`, empty where it is kept. */
  drop: string;
  source: string;
  language: string;
  /** Sixteen hexadecimal digits of the hash of its text. */
  order: string;
}

export interface SamplePool<Sample> {
  /** @param make called where the document is held, for now */
  offer(key: SampleKey, make: () => Sample): void;
  /** All that is held, for another pool. */
  list(): Sample[];
  /** Those to be shown: by reason, and of each first one of every source and language by turns, as far as there is room. */
  draw(): Sample[];
}

/** Documents shown of those that are kept, and of each reason for which one is dropped. */
const numKeptShown = 6;
const numDroppedShown = 3;

interface Held<Sample> extends SampleKey {
  /** Place in the order in which they were offered. */
  at: number;
  sample: Sample;
}

interface Group<Sample> {
  room: number;
  first: Map<string, Held<Sample>>;
  bySource: Map<string, Held<Sample>>;
  byLanguage: Map<string, Held<Sample>>;
}

export function createSamplePool<Sample>(): SamplePool<Sample> {
  const groups = new Map<string, Group<Sample>>();
  let at = 0;
  const sorted = () => [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  return {
    offer(key, make) {
      const group = groups.get(key.drop) ?? openGroup<Sample>(key.drop);
      groups.set(key.drop, group);
      let held: Held<Sample> | undefined;
      const hold = () => {
        held ??= { ...key, at: at++, sample: make() };
        return held;
      };
      enter(group.first, key.order, { key, room: group.room, hold });
      enter(group.bySource, key.source, { key, room: group.room, hold });
      enter(group.byLanguage, key.language, { key, room: group.room, hold });
    },
    list: () =>
      sorted().flatMap(({ first, bySource, byLanguage }) =>
        [...new Set([first, bySource, byLanguage].flatMap((held) => [...held.values()]))]
          .sort(byOrder)
          .map(({ sample }) => sample),
      ),
    draw: () => sorted().flatMap(drawGroup),
  };
}

function openGroup<Sample>(drop: string): Group<Sample> {
  const room = drop === '' ? numKeptShown : numDroppedShown;
  return { room, first: new Map(), bySource: new Map(), byLanguage: new Map() };
}

type Placed = Pick<Held<unknown>, 'order' | 'at'>;

const byOrder = (one: Placed, other: Placed) =>
  one.order < other.order ? -1 : one.order > other.order ? 1 : one.at - other.at;

/** Holds the first of each name, and of the names those whose first comes first. */
function enter<Sample>(
  held: Map<string, Held<Sample>>,
  name: string,
  { key, room, hold }: { key: SampleKey; room: number; hold: () => Held<Sample> },
): void {
  const before = held.get(name);
  if (before && before.order <= key.order) return;
  if (!before && held.size >= room) {
    const last = findLast(held);
    if (last === undefined || last.order <= key.order) return;
    held.delete(last.name);
  }
  held.set(name, hold());
}

/** The one that gives way next, and its name. */
function findLast<Sample>(
  held: ReadonlyMap<string, Held<Sample>>,
): { name: string; order: string } | undefined {
  let last: { name: string; order: string; at: number } | undefined;
  for (const [name, { order, at }] of held)
    if (last === undefined || byOrder(last, { order, at }) < 0) last = { name, order, at };
  return last;
}

function drawGroup<Sample>({ room, first, bySource, byLanguage }: Group<Sample>): Sample[] {
  const [sources, languages] = [bySource, byLanguage].map((held) => [...held.values()].sort(byOrder));
  const turns = Array.from({ length: room }, (_, turn) => [sources?.[turn], languages?.[turn]]).flat();
  const shown = new Map<string, Held<Sample>>();
  for (const one of [...turns, ...[...first.values()].sort(byOrder)])
    if (one && shown.size < room && !shown.has(one.order)) shown.set(one.order, one);
  return [...shown.values()].map(({ sample }) => sample);
}
