/**
 * What a run is called: what it makes and its name, in the reader's language where the recipe is one of Slipway's own.
 */
import { type RunSummary, tourTitle } from '@slipway/contracts';
import type { Messages } from '../messages/messages.ts';

/** The recipes that commands write; what a user wrote keeps its own name. */
const ownRecipes: readonly string[] = [
  'data',
  'data-classifier',
  'data-perplexity',
  'deploy',
  'tokenizer',
  'tokens',
];

/** The title of a run, else the name of its recipe. */
export function runTitle(
  { title, recipe }: Pick<RunSummary, 'title' | 'recipe'>,
  { t, word }: Pick<Messages, 't' | 'word'>,
): string {
  if (ownRecipes.includes(recipe)) return [word('run', recipe), title].filter(Boolean).join(' ');
  if (title === undefined) return recipe;
  if (recipe === 'pull') return t('runs.pullTitle', { model: title });
  return title === tourTitle ? t('runs.tourTitle') : title;
}
