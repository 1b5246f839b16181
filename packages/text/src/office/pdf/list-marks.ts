/**
 * The marks that items of a printed list begin with.
 * Invariant: a bullet is a sign of its own; a number is followed by a point or a bracket.
 */

const bullets = '[•◦▪▫‣⁃∙●○■□◆◇▶►–—*·\\uf0b7\\uf0a7\\uf06c\\uf0d8\\uf076\\ue00c\\uf0fc-]';
const bulletItem = new RegExp(`^${bullets}\\s+(?=\\S)`, 'u');
const numberItem = /^(?:(\d{1,3})[.)]|[（(](\d{1,3})[)）])\s+(?=\S)/u;
const mark = new RegExp(
  `^(?:${bullets}|(?:\\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|[（(](?:\\d{1,3}|[a-z])[)）]|\\[\\d{1,4}\\])$`,
  'u',
);

/** Whether a text is a mark and nothing else. */
export function isListMark(text: string): boolean {
  return mark.test(text);
}

export interface ListItem {
  /** Absent for a bullet. */
  number: number | undefined;
  text: string;
}

/** @returns `undefined` for a text that does not begin with a mark */
export function readListItem(text: string): ListItem | undefined {
  const bullet = bulletItem.exec(text)?.[0];
  if (bullet !== undefined) return { number: undefined, text: text.slice(bullet.length) };
  const match = numberItem.exec(text);
  return match ? { number: Number(match[1] ?? match[2]), text: text.slice(match[0].length) } : undefined;
}

/** Whether a text is a line of a table of contents: a title, dots, and the page they lead to. */
export function isLeader(text: string): boolean {
  return /\S … ?\S{1,8}$/u.test(text);
}
