/**
 * Leaves out what is repeated at the top and the bottom of pages: running heads, footers, page numbers.
 * Invariant: only the outermost rows of a page are judged, and only by what stands at the same height of other pages.
 * Refuses: to judge by position alone; a line that stands on one page only stays, unless it is the page's number.
 */
import type { Fragment } from './build-fragments.ts';

/** Rows at each end of a page that may be running heads. */
const numEdgeRows = 3;
/** From the text, in sizes of the font. */
const minApart = 1.5;
/** On so many pages, near one another, it has to stand. */
const minPages = 3;
const maxPagesBetween = 4;
/** Heights within this many points are one height. */
const heightStep = 8;
const pageNumber =
  /^[-–—\s|[]*(?:(?:page|p\.|第)\s*)?(\d{1,5}|[ivxlc]{1,7})\s*(?:页|頁)?(?:\s*(?:\/|of|共)\s*\d{1,5}\s*页?)?[-–—\s|\]]*$/i;

interface EdgeRow {
  fragments: Fragment[];
  text: string;
  height: number;
  isTop: boolean;
  /** Blank space divides it from the next row inwards. */
  isApart: boolean;
}

/** @param pages fragments of each page, from top to bottom; @returns the same without running heads */
export function dropRunningHeads(pages: readonly (readonly Fragment[])[]): Fragment[][] {
  const rows = pages.map(findEdgeRows);
  const repeated = findRepeated(rows);
  return pages.map((fragments, page) => {
    const dropped = new Set<Fragment>();
    for (const isTop of [true, false]) {
      const side = (rows[page] ?? []).filter((one) => one.isTop === isTop);
      const end = side.findIndex((row) => {
        const isRepeated = keysOf(row, page).some((key) => repeated.get(key)?.has(page));
        return !isRepeated && !isOwnNumber(row, page, pages.length);
      });
      const heads = end < 0 ? side : side.slice(0, end);
      // Rows as close to the next as lines of text are may be lines of text.
      while (heads.length > 0 && !heads.at(-1)?.isApart) heads.pop();
      for (const row of heads) for (const fragment of row.fragments) dropped.add(fragment);
    }
    return fragments.filter((fragment) => !dropped.has(fragment));
  });
}

/** Of each key the pages near enough to one another, and many enough, to be no chance. */
function findRepeated(rows: readonly (readonly EdgeRow[])[]): Map<string, Set<number>> {
  const stretches = new Map<string, number[]>();
  const repeated = new Map<string, Set<number>>();
  for (const [page, edges] of rows.entries()) {
    for (const key of new Set(edges.flatMap((row) => keysOf(row, page)))) {
      const before = stretches.get(key) ?? [];
      const stretch =
        page - (before.at(-1) ?? page) > maxPagesBetween ? [page] : [...before.slice(1 - minPages), page];
      stretches.set(key, stretch);
      if (stretch.length < minPages) continue;
      const pages = repeated.get(key) ?? new Set();
      repeated.set(key, pages);
      for (const one of stretch) pages.add(one);
    }
  }
  return repeated;
}

/** The outermost rows, each side from the edge inwards. */
function findEdgeRows(fragments: readonly Fragment[]): EdgeRow[] {
  const rows: Fragment[][] = [];
  for (const fragment of fragments) {
    const last = rows.at(-1)?.[0];
    if (last && fragment.baseline - last.baseline < 0.5 * Math.min(last.size, fragment.size)) {
      rows.at(-1)?.push(fragment);
    } else rows.push([fragment]);
  }
  const toEdge = (row: Fragment[], isTop: boolean): EdgeRow => {
    const ordered = [...row].sort((one, other) => one.left - other.left);
    const text = ordered.map((fragment) => fragment.text).join(' ');
    const next = rows[rows.indexOf(row) + (isTop ? 1 : -1)]?.[0];
    const { baseline = 0, size = 0 } = row[0] ?? {};
    const isApart = !next || Math.abs(next.baseline - baseline) > minApart * size;
    return { fragments: row, text, height: baseline, isTop, isApart };
  };
  const numTop = Math.min(numEdgeRows, Math.floor(rows.length / 2));
  const top = rows.slice(0, numTop).map((row) => toEdge(row, true));
  const numBottom = Math.min(numEdgeRows, rows.length - numTop);
  return [
    ...top,
    ...rows
      .slice(rows.length - numBottom)
      .reverse()
      .map((row) => toEdge(row, false)),
  ];
}

/**
 * What a row has in common with those of other pages: its words, digits standing for one another; or a number at one of its ends that counts
 * the pages. A height counts with the step next to it.
 */
function keysOf({ text, height, isTop }: EdgeRow, page: number): string[] {
  const numbers = [/^\d{1,4}(?=\s|$)/, /(?<=\s)\d{1,4}$/].flatMap((pattern) => pattern.exec(text) ?? []);
  const words = text
    .replace(/\d+/g, '#')
    .replace(/^[ivxlc]+$/, '#')
    .toLowerCase();
  const step = height / heightStep;
  const edge = isTop ? 'top' : 'bottom';
  const marks = [words, ...numbers.map((number) => `counts from ${Number(number) - page}`)];
  return [Math.floor(step), Math.floor(step + 0.5) + 0.5].flatMap((at) =>
    marks.map((mark) => `${edge} ${at} ${mark}`),
  );
}

/** A number alone at the edge; of a single page it may be anything. */
function isOwnNumber({ text }: EdgeRow, page: number, numPages: number): boolean {
  const number = pageNumber.exec(text)?.[1];
  if (number === undefined) return false;
  return numPages > 1 && (Number(number) === page + 1 || /[-–—页頁]|page|of/i.test(text));
}
