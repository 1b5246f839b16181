/**
 * The named recipes, each with its steps in the order of the project it is taken from.
 * Invariant: what a recipe decides changes only together with its version.
 * Differs from `fineweb`: URL lists, extraction and language come before and are steps of their own in the factory.
 */
import { gopherStopWords } from '../../statistics/measure-document.ts';
import { languageThresholds } from '../language-thresholds.ts';
import { c4Quality } from '../rules/c4-quality.ts';
import { chineseWeb } from '../rules/chinese-web.ts';
import { curatedDocument } from '../rules/curated-document.ts';
import { finewebQuality } from '../rules/fineweb-quality.ts';
import { gopherQuality } from '../rules/gopher-quality.ts';
import { gopherRepetition } from '../rules/gopher-repetition.ts';
import { sourceCode } from '../rules/source-code.ts';
import { fineweb2Recipes, fineweb2Steps } from './fineweb2-recipes.ts';
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
const mandarinSteps = fineweb2Steps(mandarin);

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
  version: 5,
  source:
    'ours, for documents that people wrote and keep: only what is next to empty, or plainly repeats itself',
  stopWords: gopherStopWords,
  isChinese: false,
  steps: [
    ask(curatedDocument()),
    ask(
      gopherRepetition({
        maxRepeatedLines: 0.6,
        maxRepeatedLineCharacters: 0.6,
        maxRepeatedParagraphs: 0.6,
        maxRepeatedParagraphCharacters: 0.6,
        top: [[2, 0.4]],
        minWordsForTop: 20,
        repeated: [[10, 0.5]],
      }),
    ),
  ],
};

const code: QualityRecipe = {
  name: 'code',
  version: 1,
  source: 'StarCoder, https://arxiv.org/abs/2305.06161, section 3, for the files of source trees',
  stopWords: gopherStopWords,
  isChinese: false,
  steps: [ask(sourceCode())],
};

/** All recipes by name. */
export const qualityRecipes = {
  gopher,
  c4,
  fineweb,
  'fineweb2-zh': fineweb2Mandarin,
  'chinese-web': chinese,
  curated,
  code,
} as const satisfies Record<string, QualityRecipe>;
export type QualityRecipeName = keyof typeof qualityRecipes;

/** The names, for lists of what may be asked. */
export const qualityRecipeNames = Object.keys(qualityRecipes) as QualityRecipeName[];

/** What a user may name: a recipe, or `fineweb2`, which has one for each language. */
export type QualityName = QualityRecipeName | 'fineweb2';
export const qualityNames: readonly QualityName[] = [...qualityRecipeNames, 'fineweb2'];

/** Raised when `fineweb2` chooses otherwise. */
const fineweb2Version = 1;

/**
 * The recipe that a name stands for in a language. Where FineWeb-2 has no bounds that our words can be measured by, `fineweb2` asks what
 * `curated` asks; English, which it leaves to FineWeb, what `fineweb` asks.
 * @param language BCP 47
 */
export function findQualityRecipe(name: QualityName, language: string): QualityRecipe {
  if (name !== 'fineweb2') return qualityRecipes[name];
  if (language === 'en') return fineweb;
  if (language === 'zh' || language.startsWith('zh-')) return fineweb2Mandarin;
  return fineweb2Recipes.get(language) ?? curated;
}

/** The version of what a name stands for: of `fineweb2` all that it chooses from, for versions only rise. */
export function qualityVersion(name: QualityName): number {
  if (name !== 'fineweb2') return qualityRecipes[name].version;
  const choices: QualityRecipe[] = [fineweb, fineweb2Mandarin, curated, ...fineweb2Recipes.values()];
  return choices.reduce((sum, { version }) => sum + version, fineweb2Version);
}
