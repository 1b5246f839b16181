/**
 * What the steps of the data factory are called for people.
 */
import type { Texts } from '../messages/texts.ts';

/** @returns the step's name, or what it is called inside where there is none */
export function nameStep(step: string, texts: Texts): string {
  const names: Readonly<Record<string, string>> = {
    read: texts.funnelRead,
    address: texts.funnelAddress,
    language: texts.funnelLanguage,
    quality: texts.funnelQuality,
    contamination: texts.funnelContamination,
    'personal-data': texts.funnelPersonalData,
    duplicates: texts.funnelDuplicates,
  };
  return names[step] ?? step;
}
