/**
 * A recipe: named steps, each a stage with a spec and inputs that name other steps' outputs or artifacts.
 * Invariant: plain JSON; a recipe written in TypeScript is evaluated on the user's side and arrives here as data.
 */
import { z } from 'zod';
import { digest } from './ids.ts';

export const stepName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'a step name is lower-case words joined by -');
export type StepName = z.infer<typeof stepName>;

/** `step.output` of another step of the recipe. */
export const outputReference = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, 'an input is written step.output, or as a digest');

export const inputReference = z.union([digest, outputReference]);
export type InputReference = z.infer<typeof inputReference>;

export const recipeStep = z.strictObject({
  stage: z.string(),
  /** What the stage's own spec schema accepts; defaults are filled in by the stage. */
  spec: z.record(z.string(), z.json()).default({}),
  /** Input role to where it comes from; a list where the role takes several. */
  inputs: z.record(z.string(), z.union([inputReference, z.array(inputReference)])).default({}),
});
export type RecipeStep = z.infer<typeof recipeStep>;

export const recipe = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a recipe name is lower-case words joined by -'),
  title: z.string().optional(),
  steps: z.record(stepName, recipeStep),
});
export type Recipe = z.infer<typeof recipe>;
