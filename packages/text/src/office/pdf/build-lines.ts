/**
 * The fragments of a region joined to its lines; cells of a table stay apart in them.
 * Invariant: lines go from top to bottom, cells from left to right.
 */
import type { Fragment } from './build-fragments.ts';
import type { Region } from './order-columns.ts';

export interface Line {
  text: string;
  left: number;
  right: number;
  baseline: number;
  size: number;
  /** What stands in it with wide gaps between. */
  cells: readonly Fragment[];
}

/** Share of the height that fragments of one line have in common. */
const minSharedHeight = 0.5;

export function buildLines(region: Region): Line[] {
  const groups: Fragment[][] = [];
  for (const fragment of region) {
    const group = groups.at(-1);
    const first = group?.[0];
    const isSame =
      first &&
      Math.abs(fragment.baseline - first.baseline) < minSharedHeight * Math.min(fragment.size, first.size) &&
      !group.some((other) => overlaps(other, fragment));
    if (isSame) group.push(fragment);
    else groups.push([fragment]);
  }
  return groups.map(toLine);
}

function overlaps(one: Fragment, other: Fragment): boolean {
  return (
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > 0.5 * Math.min(one.size, other.size)
  );
}

function toLine(group: Fragment[]): Line {
  const cells = group.sort((one, other) => one.left - other.left);
  const longest = cells.reduce((best, cell) => (cell.text.length > best.text.length ? cell : best));
  return {
    text: cells.map(({ text }) => text).join(' '),
    left: Math.min(...cells.map(({ left }) => left)),
    right: Math.max(...cells.map(({ right }) => right)),
    baseline: longest.baseline,
    size: longest.size,
    cells,
  };
}
