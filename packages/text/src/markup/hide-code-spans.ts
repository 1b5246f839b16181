/**
 * Takes code spans out of a paragraph while it is being cleaned, and puts them back.
 * Invariant: `restore(text)` of an untouched text gives the paragraph back. Linear in its length.
 * Relies on text free of control characters, which serve as place holders.
 */

export interface HiddenCode {
  text: string;
  restore(text: string): string;
}

/** A paragraph whose code spans are place holders of two control characters and a number. */
export function hideCodeSpans(paragraph: string): HiddenCode {
  if (!paragraph.includes('`')) return { text: paragraph, restore: (text) => text };
  const runs = [...paragraph.matchAll(/`+/g)].map((run) => ({ at: run.index, length: run[0].length }));
  const closing = findClosingRuns(runs);
  const spans: string[] = [];
  let text = '';
  let from = 0;
  for (let index = 0; index < runs.length; index += 1) {
    const run = runs[index];
    const close = closing[index] ?? -1;
    const last = runs[close];
    if (run === undefined || last === undefined) continue;
    const end = last.at + last.length;
    text += `${paragraph.slice(from, run.at)}\u0001${spans.length}\u0002`;
    spans.push(paragraph.slice(run.at, end));
    from = end;
    index = close;
  }
  text += paragraph.slice(from);
  const restore = (cleaned: string) =>
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the place holders
    cleaned.replace(/\u0001(\d+)\u0002/g, (_whole, number: string) => spans[Number(number)] ?? '');
  return { text, restore };
}

/** For each run of backticks the next run of the same length, or -1. */
function findClosingRuns(runs: readonly { length: number }[]): number[] {
  const next = new Map<number, number>();
  const closing = new Array<number>(runs.length).fill(-1);
  for (let index = runs.length - 1; index >= 0; index -= 1) {
    const length = runs[index]?.length ?? 0;
    closing[index] = next.get(length) ?? -1;
    next.set(length, index);
  }
  return closing;
}
