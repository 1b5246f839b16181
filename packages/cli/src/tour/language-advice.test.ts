import { setImmediate } from 'node:timers/promises';
import type { TourSummary } from '@slipway/contracts';
import { expect, it } from 'vitest';
import { en } from '../messages/en.ts';
import type { Output } from '../output/output.ts';
import { createLanguageAdvice } from './language-advice.ts';

async function advise(...summaries: object[]): Promise<string[]> {
  const notes: string[] = [];
  const output = { note: (text: string) => notes.push(text) } as unknown as Output;
  const client = { showTour: async () => ({ summary: summaries.shift() as TourSummary }) };
  const tell = createLanguageAdvice(client, { output, texts: en });
  for (const name of ['documents', 'dataset', 'base', 'dataset']) {
    tell({ name });
    await setImmediate();
  }
  return notes;
}

const dataset = (languages: Record<string, number>) => ({ dataset: { card: { languages } } });
const model = (...languages: string[]) => ({ model: { languages } });

it('advises the bilingual model once, where most documents are Chinese and the model is not', async () => {
  const chinese = dataset({ zh: 8, en: 2 });
  const both = { ...chinese, ...model('en') };
  expect(await advise(chinese, both, both)).toEqual([en.chineseHint]);
  expect(await advise({ ...chinese, ...model('zh', 'en') })).toEqual([]);
  expect(await advise({ ...dataset({ zh: 2, en: 2 }), ...model('en') })).toEqual([]);
});
