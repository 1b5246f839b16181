/**
 * What a list of documents leaves out, told as the stage tells it: other endings by their counts, faults by their reasons.
 */
import type { DroppedDocument, Wording } from '@slipway/contracts';
import { noteOthers } from './note-others.ts';
import { noteSetAside } from './note-set-aside.ts';
import { documentsSpec } from './spec.ts';

export interface LeftOut {
  /** Documents with a fault, each with its reason. */
  setAside: DroppedDocument[];
  /** What no reader takes, by ending. */
  numUnwanted: Record<string, number>;
}

/** @param path as it was given, for a pattern chooses what is left out itself */
export function noteLeftOut(path: string, { setAside, numUnwanted }: LeftOut): Wording[] {
  const others = noteOthers(documentsSpec.parse({ path }), numUnwanted);
  return setAside.length > 0 ? [...others, noteSetAside(setAside)] : others;
}
