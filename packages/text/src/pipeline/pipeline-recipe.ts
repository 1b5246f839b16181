/**
 * What a user may ask of the data factory, as plain data: what is kept, in which languages, by which rules.
 * Invariant: the same input and the same recipe give the same bytes; whatever changes them is in here.
 * Refuses: numbers of threads and places on disk, which change nothing in the result.
 */
import { canonicalJson, SlipwayError } from '@slipway/contracts';
import type { LineOptions } from '../duplicates/create-line-cutter.ts';
import type { SeenFilterOptions } from '../duplicates/create-seen-filter.ts';
import { digestBytes } from '../hash/digest-bytes.ts';
import { isKnownLanguage } from '../language-identification/known-languages.ts';
import { findQualityRecipe, type QualityName, qualityVersion } from '../quality/recipes/named-recipes.ts';
import type { QualityRecipe } from '../quality/recipes/recipe.ts';
import { defaultMembers } from '../sources/source.ts';

export interface PipelineRecipe {
  /** Languages kept (BCP 47; `zh` keeps `zh-Hans` and `zh-Hant`); all where empty. */
  languages: readonly string[];
  /** Below it, 0 to 1, a document's language counts as undetermined (`und`). */
  minLanguageConfidence: number;
  /** The rules by language, `*` for all others. `none` asks nothing. */
  quality: Readonly<Record<string, QualityName | 'none'>>;
  /** What becomes of personal data that is found. */
  personalData: 'mask' | 'drop' | 'count' | 'ignore';
  /** What becomes of a document that holds a question of the benchmarks given. */
  contamination: 'drop' | 'cut' | 'report';
  /** From how many words of the list given a document is dropped; nothing is asked of a bound left out. */
  words?: {
    maxCount?: number | undefined;
    /** Of the document's bytes, 0 to 1. */
    maxShare?: number | undefined;
  };
  /** Perplexity a byte under the n-gram model given, within which a document is kept. */
  perplexity?: { min?: number | undefined; max?: number | undefined };
  /** Least score of the classifier given, 0 to 1, with which a document is kept. */
  minQualityScore?: number;
  duplicates: {
    /** Documents of the same text: all but the first are dropped. */
    exact: boolean;
    /** Jaccard similarity of shingles from which documents are the same; 0 asks nothing. */
    nearThreshold: number;
    /** Within what duplicates are looked for. */
    scope: 'all' | 'language';
  };
  /** What is cut out of kept documents because it stood before in the input; nothing where left out. */
  repeats?: {
    lines?: LineOptions;
    /** Stretches of at least so many bytes. */
    stretches?: { minBytes: number };
    /** What a filter in bounded memory has seen, for inputs too large to sort. */
    seen?: SeenFilterOptions;
  };
  /** How the text of a page of HTML is found: the reading matter in one pass, or all of it by the page's tree, at a twentieth of the speed. */
  html: 'reading-matter' | 'whole-page';
  /** Members of JSON Lines and columns of tables that hold the text; the first that is there counts. */
  textFields: readonly string[];
  /** Full-width letters, digits and signs, as Chinese and Japanese documents have them, stay or become ASCII. */
  wideForms: 'keep' | 'narrow';
  /** A longer document is set aside, in bytes of its source. */
  maxDocumentBytes: number;
}

/** Raised whenever the same recipe would give other bytes than before. */
export const pipelineVersion = 5;

const mebibyte = 1024 * 1024;

export const defaultPipelineRecipe: PipelineRecipe = {
  languages: [],
  minLanguageConfidence: 0.5,
  quality: { en: 'fineweb', zh: 'fineweb2-zh', '*': 'curated' },
  personalData: 'mask',
  contamination: 'drop',
  duplicates: { exact: true, nearThreshold: 0.8, scope: 'all' },
  html: 'reading-matter',
  textFields: defaultMembers.text,
  wideForms: 'keep',
  maxDocumentBytes: 8 * mebibyte,
};

/** The value of a table by language: that of the tag, of its primary language, or of `*`. */
export function chooseByLanguage<Value>(
  table: Readonly<Record<string, Value>>,
  language: string,
): Value | undefined {
  return table[language] ?? table[language.split('-', 1)[0] ?? ''] ?? table['*'];
}

/** The rules for a language; none where the recipe asks nothing. */
export function chooseQuality(recipe: PipelineRecipe, language: string): QualityRecipe | undefined {
  const name = chooseByLanguage(recipe.quality, language) ?? 'none';
  return name === 'none' ? undefined : findQualityRecipe(name, language);
}

/** Whether a recipe keeps a language. */
export function isWantedLanguage({ languages }: PipelineRecipe, language: string): boolean {
  return (
    languages.length === 0 || languages.some((tag) => language === tag || language.startsWith(`${tag}-`))
  );
}

/** What names a recipe's results: the recipe, the version of the pipeline, and those of the rules it uses. */
export function digestRecipe(recipe: PipelineRecipe): string {
  const rules = Object.values(recipe.quality).map((name) => (name === 'none' ? 0 : qualityVersion(name)));
  return digestBytes(canonicalJson({ recipe, rules, version: pipelineVersion }));
}

/** @throws SlipwayError `argument-invalid` where a number is outside its range, or a language is not known */
export function checkRecipe({
  duplicates,
  minLanguageConfidence,
  maxDocumentBytes,
  ...recipe
}: PipelineRecipe): void {
  const stranger = recipe.languages.find((tag) => !isKnownLanguage(tag));
  if (stranger !== undefined)
    throw new SlipwayError({
      code: 'argument-invalid',
      message: `"${stranger}" is no language that documents are told by`,
      hint: 'Give tags such as en, de or zh: `slipway data languages` lists them.',
    });
  const threshold = duplicates.nearThreshold;
  const { words = {}, perplexity = {}, minQualityScore = 0 } = recipe;
  const shares = { minLanguageConfidence, minQualityScore, maxShare: words.maxShare ?? 0 };
  const outside = Object.entries(shares).find(([, value]) => !(value >= 0 && value <= 1));
  const problem =
    threshold !== 0 && (threshold < 0.5 || threshold > 1)
      ? `nearThreshold is ${threshold}; it is 0 or between 0.5 and 1`
      : outside
        ? `${outside[0]} is ${outside[1]}; it is between 0 and 1`
        : (perplexity.min ?? 0) > (perplexity.max ?? Number.POSITIVE_INFINITY)
          ? `perplexity is from ${perplexity.min} to ${perplexity.max}; the first is not above the second`
          : maxDocumentBytes < 1 || maxDocumentBytes > 256 * mebibyte
            ? `maxDocumentBytes is ${maxDocumentBytes}; it is between 1 and ${256 * mebibyte}`
            : undefined;
  if (problem)
    throw new SlipwayError({ code: 'argument-invalid', message: problem, hint: 'Change the recipe.' });
}
