/**
 * The prose of a clean text: without code, links, paths, tags and marks.
 * Invariant: only removes; what stays is in order. For looking at, never for keeping.
 */
import { fenceAfter, noFence } from '../normalise/fence.ts';

/** The prose, lines kept apart. */
export function proseOf(text: string): string {
  const kept: string[] = [];
  let fence = noFence;
  for (const line of text.split('\n')) {
    const isInside = fence !== noFence;
    fence = fenceAfter(line, fence);
    if (isInside || fence !== noFence || /^(?: {4}|\t)/.test(line)) continue;
    kept.push(line);
  }
  return kept
    .join('\n')
    .replace(/`[^`\n]{1,200}`/g, ' ')
    .replace(/\b(?:https?|ftp|mailto):[^\s<>"')\]]+/g, ' ')
    .replace(/(?<![^\s(])[@\w.~-]*\/[\w./@-]+/g, ' ')
    .replace(/<[^<>\n]{1,300}>/g, ' ');
}
