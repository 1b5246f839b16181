/**
 * Which paths are wanted as documents, whether they lie in a folder or a bucket: by ending, and by patterns as shells know them.
 */
import { basename } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { findArchiveFormat } from '@slipway/text';
import picomatch from 'picomatch';
import type { DocumentsSpec } from './spec.ts';

export interface WantedDocuments {
  /** Whether a path is wanted as a document, `/` between names. */
  isWanted(path: string): boolean;
  /** Whether it is an archive that is to be looked into; one that is refused by name is not even opened. */
  isArchive(path: string): boolean;
}

/** @param isAsked whether the pattern that the spec's path may end in asks for a path */
export function wantDocuments(spec: DocumentsSpec, isAsked: (path: string) => boolean): WantedDocuments {
  const endings = new Set(spec.extensions);
  const isIncluded = matchAny(spec.include, true);
  const isLeftOut = matchAny(spec.exclude, false);
  return {
    isWanted: (path) =>
      endings.has(readExtension(path)) && isAsked(path) && isIncluded(path) && !isLeftOut(path),
    isArchive: (path) => findArchiveFormat(path) !== undefined && !isLeftOut(path),
  };
}

/** @param ofNone the answer where nothing is asked */
function matchAny(patterns: readonly string[], ofNone: boolean): (name: string) => boolean {
  return patterns.length === 0 ? () => ofNone : picomatch([...patterns]);
}

/** The ending of a file name, with `.gz` and `.zst` looked through. */
export function readExtension(path: string): string {
  const name = basename(path)
    .toLowerCase()
    .replace(/\.(?:gz|zst)$/, '');
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

/** At most so many, evenly over all. */
export function spread<Item>(items: Item[], max = items.length): Item[] {
  if (items.length <= max) return items;
  return Array.from({ length: max }, (_, index) => items[Math.floor((index * items.length) / max)] as Item);
}

/**
 * `documents-empty`: something lies there, and nothing of it is read.
 * @param seen what was met: other endings with their counts, and how much was set aside
 */
export function nothingFound(
  path: string,
  { extensions }: DocumentsSpec,
  seen: { unwanted: Readonly<Record<string, number>>; setAside: readonly unknown[] },
): SlipwayError {
  const others = Object.entries(seen.unwanted).map(
    ([ending, count]) => `${count} ${ending || 'without an ending'}`,
  );
  const numSetAside = seen.setAside.length;
  const told = [...others, ...(numSetAside > 0 ? [`${numSetAside} set aside`] : [])].join(', ');
  return new SlipwayError({
    code: 'documents-empty',
    message: `${path} holds no document that can be read${told ? ` (${told})` : ''}`,
    hint: `Files that end in ${extensions.join(', ')} are read, each also with .gz or .zst, also in archives.`,
  });
}
