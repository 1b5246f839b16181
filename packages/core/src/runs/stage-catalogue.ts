/**
 * The stages a server knows, by name.
 * Invariant: whoever asks for a stage that is not there is told the nearest name. Refuses to load stages itself.
 */
import { SlipwayError } from '@slipway/contracts';
import type { Stage } from '../ports/stage.ts';
import { findNearestWord } from './nearest-word.ts';

export type StageCatalogue = ReadonlyMap<string, Stage>;

/** Puts stages in a catalogue under their own names. */
export function catalogueStages(stages: readonly Stage[]): StageCatalogue {
  return new Map(stages.map((stage) => [stage.name, stage]));
}

/**
 * The stage of a step.
 * @throws SlipwayError `stage-unknown`
 */
export function findStage(stages: StageCatalogue, name: string, step: string): Stage {
  const stage = stages.get(name);
  if (stage !== undefined) return stage;
  const names = [...stages.keys()].sort();
  const nearest = findNearestWord(name, names);
  throw new SlipwayError({
    code: 'stage-unknown',
    message: `step "${step}": there is no stage "${name}"`,
    hint: `${nearest === undefined ? '' : `Did you mean "${nearest}"? `}Stages are: ${names.join(', ')}.`,
  });
}
