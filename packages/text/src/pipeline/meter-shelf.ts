/**
 * The document meters of quality recipes, each made when its first document comes: that of Chinese takes a second.
 * Invariant: a meter stays in kernel memory; recipes that measure alike share one.
 */
import { dict } from '@node-rs/jieba/dict.js';
import type { Kernels } from '../kernels/load-kernels.ts';
import type { QualityRecipe } from '../quality/recipes/recipe.ts';
import { createDocumentMeter, type DocumentMeter } from '../statistics/measure-document.ts';

export interface MeterShelf {
  meterOf(recipe: QualityRecipe): DocumentMeter;
  /** What is reserved from here on lies behind the meters. */
  mark(): number;
}

export function createMeterShelf(kernels: Kernels): MeterShelf {
  const meters = new Map<string, DocumentMeter>();
  let mark = kernels.mark();
  return {
    mark: () => mark,
    meterOf(recipe) {
      const key = `${recipe.isChinese} ${recipe.stopWords.join(' ')}`;
      const there = meters.get(key);
      if (there) return there;
      const made = makeMeter(kernels, recipe);
      meters.set(key, made);
      // Made in the middle of a document, whose room below it is lost: once a recipe.
      mark = kernels.mark();
      return made;
    },
  };
}

function makeMeter(kernels: Kernels, { stopWords, isChinese }: QualityRecipe): DocumentMeter {
  return createDocumentMeter(kernels, {
    stopWords,
    ...(isChinese ? { chineseWords: readChineseWords() } : {}),
  });
}

/** The words of jieba's dictionary: one a line, with its count and kind. */
function readChineseWords(): string[] {
  return new TextDecoder()
    .decode(dict)
    .split('\n')
    .map((line) => line.slice(0, line.indexOf(' ')))
    .filter((word) => word.length > 0);
}
