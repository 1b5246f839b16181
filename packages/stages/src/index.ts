/**
 * The door of the stages: the table of all there are, and the recipes that come with them.
 * Invariant: a stage exists for recipes, plans and attempts only if it stands in this table.
 */
import type { Stage } from '@slipway/core';
import { classifier } from './classifier/index.ts';
import { data } from './data/index.ts';
import { documents } from './documents/index.ts';
import { evaluation } from './evaluation/index.ts';
import { index } from './index/index.ts';
import { instruction } from './instruction/index.ts';
import { parity } from './parity/index.ts';
import { perplexity } from './perplexity/index.ts';
import { pull } from './pull/index.ts';
import { quantisation } from './quantisation/index.ts';
import { serving } from './serving/index.ts';
import { tokenizer } from './tokenizer/index.ts';
import { tokens } from './tokens/index.ts';
import { training } from './training/index.ts';

export { catalogue, findStarter } from './pull/index.ts';
export { defineRecipe, type RecipeDraft } from './recipes/define-recipe.ts';
export {
  type AnyStage,
  artifact,
  type InputsOf,
  type Source,
  type SpecOf,
  type Step,
  type StepOptions,
  step,
} from './recipes/step.ts';
export { readTourOptions, type TourOptions, tourRecipe } from './recipes/tour.ts';
export { openTextEncoder, type TextEncoderOfStore } from './tokenizer/index.ts';
export {
  classifier,
  data,
  documents,
  evaluation,
  index,
  instruction,
  parity,
  perplexity,
  pull,
  quantisation,
  serving,
  tokenizer,
  tokens,
  training,
};

/** Every stage by its name. */
export const stages: Readonly<Record<string, Stage>> = Object.fromEntries(
  [
    documents,
    classifier,
    perplexity,
    data,
    index,
    instruction,
    tokenizer,
    tokens,
    pull,
    training,
    quantisation,
    parity,
    evaluation,
    serving,
  ].map((stage) => [stage.name, stage as Stage]),
);
