/**
 * The key of a run's parts: what they depend on.
 * Invariant: where files lie does not matter, only what they are called and hold; on every machine it is the same.
 */
import { digestBytes } from '../hash/digest-bytes.ts';
import { nameAids, type PipelineAids } from './pipeline-aids.ts';
import { digestRecipe, type PipelineRecipe } from './pipeline-recipe.ts';
import type { InputFile } from './plan-units.ts';

export interface PipelineInput {
  files: readonly InputFile[];
  recipe: PipelineRecipe;
  aids?: PipelineAids;
}

/** @param unitBytes by which the files were cut into units: cut otherwise they make other parts, even where they are as many */
export function digestInput({ files, recipe, aids = {} }: PipelineInput, unitBytes: number): string {
  const names = files.map(({ name, version, numBytes }) => `${name}\n${version}\n${numBytes}`).sort();
  return digestBytes([digestRecipe(recipe), nameAids(aids), unitBytes, ...names].join('\n'));
}
