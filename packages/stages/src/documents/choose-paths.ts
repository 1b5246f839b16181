/**
 * Which of a folder's files are wanted, by patterns as shells know them (`**`, `*`, `?`, `[…]`, `{a,b}`).
 * Invariant: a path that exists is taken by its letters, whatever marks stand in it; patterns are for what lies below a folder.
 */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import picomatch from 'picomatch';
import type { DocumentsSpec } from './spec.ts';

export interface ChosenPlace {
  /** The folder or file that is listed. */
  path: string;
  /** Whether a path below it is wanted, `/` between names. */
  isChosen(name: string): boolean;
  /** Whether it is refused by name, so that an archive is not even opened. */
  isLeftOut(name: string): boolean;
}

/** Parts a pattern into the folder it begins in and what is asked of the names below. */
export async function choosePaths(spec: DocumentsSpec, workingDirectory: string): Promise<ChosenPlace> {
  const whole = resolve(workingDirectory, spec.path);
  const isThere = await exists(whole);
  const { base, glob, isGlob } = picomatch.scan(spec.path);
  const asked = !isThere && isGlob ? [glob] : [];
  const path = asked.length > 0 ? resolve(workingDirectory, base === '' ? '.' : base) : whole;
  const isIncluded = matchAny(spec.include, true);
  const isLeftOut = matchAny(spec.exclude, false);
  const isAsked = matchAny(asked, true);
  return { path, isLeftOut, isChosen: (name) => isAsked(name) && isIncluded(name) && !isLeftOut(name) };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** @param ofNone the answer where nothing is asked */
function matchAny(patterns: readonly string[], ofNone: boolean): (name: string) => boolean {
  return patterns.length === 0 ? () => ofNone : picomatch([...patterns]);
}
