/**
 * How inputs are opened that lie elsewhere than in files: by a module that each thread loads for itself.
 * Invariant: what the module opens is what was listed, or opening and reading throw; without a module, inputs are files.
 * Refuses to know of any protocol or credentials: settings are passed on as they came, between threads alone, and written nowhere.
 */
import type { OpenInput } from './byte-input.ts';

export interface InputOpener {
  /** Address of a module that exports `openInputs`. */
  module: string;
  /** What `openInputs` is called with; may be copied between threads. */
  settings: unknown;
}

export interface InputPlace {
  path: string;
  /** What records and people call it. */
  name: string;
  numBytes: number;
  /** What names its content. */
  version: string;
}

/** Opens an input. @throws SlipwayError where it is not there any more, or another by now */
export type OpenInputs = (place: InputPlace) => Promise<OpenInput>;

/** Loads the module of an opener. */
export async function loadInputOpener({ module, settings }: InputOpener): Promise<OpenInputs> {
  const loaded = (await import(module)) as { openInputs(settings: unknown): OpenInputs };
  return loaded.openInputs(settings);
}
