/**
 * Says once, as soon as documents and model are known, that most documents are Chinese and the model is not.
 * Invariant: advice alone: where the server does not answer, the tour goes on without it.
 */
import type { Client } from '@slipway/client';
import type { StepStatus, TourSummary } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';

/** Of these two steps each makes one half known. */
const tellingSteps = new Set(['dataset', 'base']);

/** @returns what is to be told of each settled step */
export function createLanguageAdvice(
  client: Pick<Client, 'showTour'>,
  { output, texts }: Pick<CommandContext, 'output' | 'texts'>,
): (step: Pick<StepStatus, 'name'>) => void {
  let isGiven = false;
  const look = async () => {
    const { summary } = await client.showTour();
    if (isGiven || !summary || !needsChinese(summary)) return;
    isGiven = true;
    output.note(texts.chineseHint);
  };
  return ({ name }) => {
    if (tellingSteps.has(name)) look().catch(() => undefined);
  };
}

function needsChinese({ dataset, model }: TourSummary): boolean {
  if (!dataset || !model || model.languages.includes('zh')) return false;
  const { zh = 0, ...others } = dataset.card.languages;
  return zh > Object.values(others).reduce((sum, count) => sum + count, 0);
}
