/**
 * What a person may choose of a tour: the flags that `start` and `tour` share.
 */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { TourChoice } from './run-tour.ts';

export interface TourFlags {
  documents?: string;
  licence?: string;
  model?: string;
  small?: boolean;
}

/** Adds the flags to a command. */
export function addTourFlags(command: Command): Command {
  return command
    .option(
      '--documents <path>',
      'folder of documents; as in the tour before; at first the installed packages’ documentation',
    )
    .option('--licence <spdx>', 'licence of the documents, such as CC-BY-4.0')
    .option('--model <name>', 'a starter (english, bilingual; `slipway models` lists all) or model reference')
    .option('--small', 'a tour of few documents and tokens, for trying things out');
}

/** What was chosen, with the path of the documents as the server finds it. */
export function readTourChoice({ documents, licence, model, small }: TourFlags): TourChoice {
  return {
    ...(documents === undefined ? {} : { documents: resolve(documents) }),
    ...(licence === undefined ? {} : { licence }),
    ...(model === undefined ? {} : { model }),
    size: small ? 'small' : 'full',
  };
}
