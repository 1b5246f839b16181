/**
 * Fenced code blocks, by the rule of CommonMark 0.31 section 4.5, line by line.
 * Invariant: the state after a line depends on the line and the state before it alone. An unclosed fence runs to the end of the text.
 */

/** The opening run of the fence a line stands in; empty outside. */
export type Fence = string;
export const noFence: Fence = '';

/** The state after a line, given the state before it. */
export function fenceAfter(line: string, before: Fence): Fence {
  const match = /^\s{0,12}(?:(?:[-*+>]|\d{1,3}[.)])\s{0,3}){0,2}(`{3,}|~{3,})(.*)$/.exec(line);
  const run = match?.[1];
  if (run === undefined) return before;
  const rest = match?.[2] ?? '';
  if (before === noFence) return run[0] === '`' && rest.includes('`') ? noFence : run;
  const isClosing = run[0] === before[0] && run.length >= before.length && rest.trim() === '';
  return isClosing ? noFence : before;
}
