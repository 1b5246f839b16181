/**
 * Turns named steps into a recipe: plain data, as JSON and YAML recipes are.
 * Invariant: what comes out is a recipe by its schema. Refuses an input from a step that the recipe does not name.
 */
import { type InputReference, type Recipe, SlipwayError } from '@slipway/contracts';
import { parseRecipe } from '@slipway/core';
import type { Source, Step } from './step.ts';

export interface RecipeDraft {
  /** Lower-case words joined by `-`. */
  name: string;
  /** For people. */
  title?: string;
  /** Steps by the name that plans, logs and pages will show; their order does not matter. */
  steps: Readonly<Record<string, Step>>;
}

/** @throws SlipwayError `recipe-invalid` */
export function defineRecipe({ name, title, steps }: RecipeDraft): Recipe {
  const names = new Map<Step, string>();
  for (const [stepName, one] of Object.entries(steps)) {
    const other = names.get(one);
    if (other !== undefined) throw invalid(`"${other}" and "${stepName}" are one and the same step`);
    names.set(one, stepName);
  }
  const refer = ({ from }: Source, place: string): InputReference => {
    if ('digest' in from) return from.digest;
    const stepName = names.get(from.step);
    if (stepName === undefined) throw invalid(`${place} comes from a ${from.step.stage} step without a name`);
    return `${stepName}.${from.output}`;
  };
  const written = Object.entries(steps).map(([stepName, { stage, spec, inputs }]) => {
    const references = Object.entries(inputs).map(([role, given]) => {
      const place = `step "${stepName}", input "${role}"`;
      const isList = Array.isArray(given);
      return [role, isList ? given.map((one) => refer(one, place)) : refer(given as Source, place)];
    });
    return [stepName, { stage, spec, inputs: Object.fromEntries(references) }];
  });
  const value = { name, ...(title === undefined ? {} : { title }), steps: Object.fromEntries(written) };
  // Through JSON, as a recipe is sent; the order of the steps is kept, as plans and pages show it.
  return parseRecipe(JSON.parse(JSON.stringify(value)));
}

function invalid(what: string): SlipwayError {
  const hint = 'Put each step once under "steps" of defineRecipe.';
  return new SlipwayError({ code: 'recipe-invalid', message: `the recipe is not valid: ${what}`, hint });
}
