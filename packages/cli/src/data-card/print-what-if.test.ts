import { stripVTControlCharacters } from 'node:util';
import { whatIf } from '@slipway/contracts';
import { expect, it } from 'vitest';
import type { CommandContext } from '../context/command-context.ts';
import type { Language } from '../messages/language.ts';
import { readTexts } from '../messages/texts.ts';
import { createOutput } from '../output/output.ts';
import { printWhatIf } from './print-what-if.ts';

const amount = { numDocuments: 3, numBytes: 900 };
const tooShort = { recipe: 'curated', rule: 'curated-document', reason: 'too-short' };
const answer = whatIf.parse({
  before: { kept: amount, dropped: amount },
  after: { kept: amount, dropped: amount, notKnown: amount },
  ...{ falling: amount, rising: amount, numNotMeasured: 0, loosened: amount },
  rules: [
    { ...tooShort, name: 'minWeight', before: 4, after: 2 },
    { ...tooShort, name: 'minFragments', before: 4, after: 2 },
    { ...tooShort, name: 'other', before: 1, after: 1 },
  ],
  documents: { falling: [], rising: [], loosened: [] },
});

function printed(language: Language): string[] {
  const lines: string[] = [];
  const output = {
    ...createOutput({ isJson: false, language }),
    print: (text: string) => void lines.push(text),
  };
  printWhatIf(answer, { output, texts: readTexts(language) } as unknown as CommandContext);
  return stripVTControlCharacters(lines.join('\n')).split('\n');
}

it.each(['en', 'zh'] as const)('tells bounds of one rule and reason apart, in %s', (language) => {
  const rows = printed(language).filter((line) => line.includes('curated-document.'));
  expect(rows).toHaveLength(2);
  expect(new Set(rows).size).toBe(2);
  expect(rows[0]).toMatch(/curated-document\.minWeight +4 +2 +−2$/);
  expect(rows[1]).toMatch(/curated-document\.minFragments +4 +2 +−2$/);
});
