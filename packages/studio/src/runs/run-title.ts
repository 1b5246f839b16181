/**
 * What a run is called: its recipe's title, for the tour and for pulled models in the reader's language.
 */
import { type RunSummary, tourTitle } from '@slipway/contracts';
import type { Messages } from '../messages/messages.ts';

/** The title of a run, else the name of its recipe. */
export function runTitle({ title, recipe }: RunSummary, { t }: Pick<Messages, 't'>): string {
  if (title === undefined) return recipe;
  if (recipe === 'pull') return t('runs.pullTitle', { model: title });
  return title === tourTitle ? t('runs.tourTitle') : title;
}
