/**
 * Which folder is listed and which of its files are asked for, where the path ends in a pattern (`**`, `*`, `?`, `[…]`, `{a,b}`).
 * Invariant: a path that exists is taken by its letters, whatever marks stand in it; patterns are for what lies below a folder.
 */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import picomatch from 'picomatch';
import type { DocumentsSpec } from './spec.ts';

export interface ChosenPlace {
  /** The folder or file that is listed. */
  path: string;
  /** Whether a path below it is asked for, `/` between names. */
  isAsked(name: string): boolean;
}

/** Parts a pattern into the folder it begins in and what is asked of the names below. */
export async function choosePaths(spec: DocumentsSpec, workingDirectory: string): Promise<ChosenPlace> {
  const whole = resolve(workingDirectory, spec.path);
  const isThere = await exists(whole);
  const { base, glob, isGlob } = picomatch.scan(spec.path);
  if (isThere || !isGlob) return { path: whole, isAsked: () => true };
  return { path: resolve(workingDirectory, base === '' ? '.' : base), isAsked: picomatch(glob) };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
