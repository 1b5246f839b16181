import { stripVTControlCharacters } from 'node:util';
import { defaultPipelineRecipe, estimateTasks, type Machines, measuredRates } from '@slipway/text';
import { expect, it } from 'vitest';
import type { CommandContext } from '../context/command-context.ts';
import type { Language } from '../messages/language.ts';
import { readTexts } from '../messages/texts.ts';
import { createOutput } from '../output/output.ts';
import { type PrintedPlan, printEstimate } from './print-estimate.ts';

const laptop: Machines = { numNodes: 1, numCores: 1, memoryBytes: 8e9, networkBytesPerSecond: 1.25e9 };
const shape = { recipe: defaultPipelineRecipe, numTasks: 4, numRanges: 4 };

function printed(language: Language, changed: Partial<PrintedPlan> = {}, numBytes = 1_002_000): string {
  const lines: string[] = [];
  const output = {
    ...createOutput({ isJson: false, language }),
    print: (text: string) => void lines.push(text),
  };
  const machines = changed.machines ?? laptop;
  const estimate = estimateTasks(shape, { input: { lines: numBytes }, rates: measuredRates, machines });
  const leftOut = { setAside: [], numUnwanted: {} };
  const plan = {
    estimate,
    rates: measuredRates,
    isMeasured: false,
    numFiles: 7,
    leftOut,
    written: [],
    ...changed,
  };
  printEstimate({ ...plan, machines }, { output, texts: readTexts(language) } as unknown as CommandContext);
  return stripVTControlCharacters(lines.join('\n')).replaceAll('\u2009', ' ');
}

it('calls documents and tokens an estimate, and says what from', () => {
  expect(printed('en')).toContain('1.0 MB of input in 7 files, estimated at 300 documents, 189 kept');
  expect(printed('en')).toMatch(
    /estimated from the size: 3.3 kB a document, 63 % of them kept, .* benchmark\. --measure/,
  );
  expect(printed('zh')).toMatch(
    /7 个文件，估计 300 篇文档[\s\S]*按大小估计：每篇文档 3.3 kB，保留 63 %.*--measure/,
  );
});

it('says less than one rather than none of a few words', () => {
  const [few] = printed('en', {}, 51).split('\n');
  expect(few).toBe('51 B of input in 7 files, estimated at < 1 documents, < 1 kept, 9 tokens');
});

it('names the sample of the input as the basis where it was measured', () => {
  const text = printed('en', { isMeasured: true });
  expect(text).toContain('as in a sample of your input.');
  expect(text).not.toContain('--measure');
  expect(printed('zh', { isMeasured: true })).toContain('取自你的输入的样本');
});

it('counts one machine as one, and several as several', () => {
  expect(printed('en')).toContain('1 machine of 1 core,');
  expect(printed('en')).toMatch(/ 1 machine hour;/);
  expect(printed('en', { machines: { ...laptop, numNodes: 3, numCores: 8 } })).toContain(
    '3 machines of 8 cores,',
  );
});

it('names phases in words, beside what a command takes, and shows no other name of the inside', () => {
  expect(printed('en')).toMatch(/read and judge +scan +4 /);
  expect(printed('zh')).toMatch(/读取并判断 +scan +4 /);
  for (const language of ['en', 'zh'] as const)
    expect(printed(language)).not.toMatch(/bytesPerDocument|keptShare|scan lines|mark-lines|cut-stretches/);
});
