/**
 * The named recipes, each with its steps in the order of the project it is taken from.
 * Invariant: what a recipe decides changes only together with its version.
 * Differs from `fineweb`: URL lists, extraction and language come before and are steps of their own in the factory.
 */
import { gopherStopWords } from '../../statistics/measure-document.ts';
import { languageThresholds } from '../language-thresholds.ts';
import { c4Quality } from '../rules/c4-quality.ts';
import { chineseWeb } from '../rules/chinese-web.ts';
import { finewebQuality } from '../rules/fineweb-quality.ts';
import { gopherQuality } from '../rules/gopher-quality.ts';
import { gopherRepetition } from '../rules/gopher-repetition.ts';
import { ask, type QualityRecipe } from './recipe.ts';

const gopher: QualityRecipe = {
  name: 'gopher',
  version: 1,
  source: 'Gopher, https://arxiv.org/abs/2112.11446, as in datatrove 0.10',
  stopWords: gopherStopWords,
  isChinese: false,
  steps: [ask(gopherRepetition()), ask(gopherQuality())],
};

const c4: QualityRecipe = {
  name: 'c4',
  version: 1,
  source: 'C4, https://jmlr.org/papers/v21/20-074.html, as in datatrove 0.10, without the list of bad words',
  stopWords: gopherStopWords,
  isChinese: false,
  steps: [ask(c4Quality()), { kind: 'keep-lines', needsTerminalMark: true }],
};

const fineweb: QualityRecipe = {
  name: 'fineweb',
  version: 1,
  source: 'FineWeb, https://arxiv.org/abs/2406.17557, as in datatrove 0.10 (examples/fineweb.py)',
  stopWords: gopherStopWords,
  isChinese: false,
  steps: [
    ask(gopherRepetition()),
    ask(gopherQuality()),
    ask(c4Quality({ needsTerminalMark: false })),
    { kind: 'keep-lines', needsTerminalMark: false },
    ask(finewebQuality()),
  ],
};

const mandarin = languageThresholds.cmn_Hani;
const mandarinSteps = [
  ask(
    gopherRepetition({
      maxRepeatedParagraphs: 0,
      maxRepeatedParagraphCharacters: 0,
      maxRepeatedLineCharacters: 0,
      maxRepeatedLines: mandarin.maxRepeatedLines,
      top: mandarin.top,
      repeated: mandarin.repeated,
    }),
  ),
  ask(
    finewebQuality({
      maxShortLines: 999,
      maxRepeatedCharacters: 0.1,
      minTerminalLines: mandarin.minTerminalLines,
      maxNewlinesPerWord: mandarin.maxNewlinesPerWord,
    }),
  ),
  ask(
    gopherQuality({
      minAverageWord: mandarin.minAverageWord,
      maxAverageWord: mandarin.maxAverageWord,
      minLetterWords: mandarin.minLetterWords,
    }),
  ),
];

const fineweb2Mandarin: QualityRecipe = {
  name: 'fineweb2-zh',
  version: 1,
  source: 'FineWeb-2, https://github.com/huggingface/fineweb-2, configs/cmn_Hani.yml at 05e6729',
  stopWords: mandarin.stopWords,
  isChinese: true,
  steps: mandarinSteps,
};

const chinese: QualityRecipe = {
  name: 'chinese-web',
  version: 1,
  source: 'ChineseWebText 2.0 (CASIA-LM) and Data-Juicer, then the repetition rule of FineWeb-2 for cmn_Hani',
  stopWords: mandarin.stopWords,
  isChinese: true,
  steps: [ask(chineseWeb()), ...mandarinSteps.slice(0, 1)],
};

const curated: QualityRecipe = {
  name: 'curated',
  version: 1,
  source: 'for documents that people wrote and keep: only what is empty, or plainly repeats itself',
  stopWords: gopherStopWords,
  isChinese: false,
  steps: [
    ask(
      gopherRepetition({
        maxRepeatedLines: 0.6,
        maxRepeatedLineCharacters: 0.6,
        maxRepeatedParagraphs: 0.6,
        maxRepeatedParagraphCharacters: 0.6,
        top: [[2, 0.4]],
        repeated: [[10, 0.5]],
      }),
    ),
  ],
};

/** All recipes by name. */
export const qualityRecipes = {
  gopher,
  c4,
  fineweb,
  'fineweb2-zh': fineweb2Mandarin,
  'chinese-web': chinese,
  curated,
} as const satisfies Record<string, QualityRecipe>;
export type QualityRecipeName = keyof typeof qualityRecipes;
