/**
 * FineWeb-2's recipes: the same rules for every language, each language with its own bounds and stop words.
 * Invariant: there is one for each language of the table, and for no other.
 */
import { type Fineweb2Language, fineweb2Languages } from '../fineweb2-languages.ts';
import type { LanguageThresholds } from '../language-thresholds.ts';
import { finewebQuality } from '../rules/fineweb-quality.ts';
import { gopherQuality } from '../rules/gopher-quality.ts';
import { gopherRepetition } from '../rules/gopher-repetition.ts';
import { ask, type QualityRecipe, type QualityStep } from './recipe.ts';

/** The rules that FineWeb-2 asks, with the bounds of a language. */
export function fineweb2Steps(language: LanguageThresholds): QualityStep[] {
  return [
    ask(
      gopherRepetition({
        maxRepeatedParagraphs: 0,
        maxRepeatedParagraphCharacters: 0,
        maxRepeatedLineCharacters: 0,
        maxRepeatedLines: language.maxRepeatedLines,
        top: language.top,
        repeated: language.repeated,
      }),
    ),
    ask(
      finewebQuality({
        maxShortLines: 999,
        maxRepeatedCharacters: 0.1,
        minTerminalLines: language.minTerminalLines,
        maxNewlinesPerWord: language.maxNewlinesPerWord,
      }),
    ),
    ask(
      gopherQuality({
        minAverageWord: language.minAverageWord,
        maxAverageWord: language.maxAverageWord,
        minLetterWords: language.minLetterWords,
      }),
    ),
  ];
}

/** By BCP 47 tag. */
export const fineweb2Recipes: ReadonlyMap<string, QualityRecipe> = new Map(
  (Object.keys(fineweb2Languages) as Fineweb2Language[]).map((tag) => {
    const { name, commit, ...thresholds } = fineweb2Languages[tag];
    const recipe: QualityRecipe = {
      name: `fineweb2-${tag}`,
      version: 1,
      source: `FineWeb-2, https://github.com/huggingface/fineweb-2, configs/${name}.yml at ${commit}`,
      stopWords: thresholds.stopWords,
      isChinese: false,
      steps: fineweb2Steps(thresholds),
    };
    return [tag, recipe];
  }),
);
