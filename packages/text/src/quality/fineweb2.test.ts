import { expect, test } from 'vitest';
import { loadKernels } from '../kernels/load-kernels.ts';
import { createLanguageIdentifier } from '../language-identification/create-language-identifier.ts';
import { createDocumentMeter } from '../statistics/measure-document.ts';
import { fineweb2Languages } from './fineweb2-languages.ts';
import { judgeBytes } from './recipes/judge-bytes.ts';
import { findQualityRecipe, qualityNames, qualityRecipes, qualityVersion } from './recipes/named-recipes.ts';

/** Files of the project as they are, read once more beside the table. */
const published = {
  de: `dup_line_frac: 0.263 dup_n_grams: 0.141 0.134 0.126 0.117 0.108 0.098 line_punct_thr: 0.0 max_avg_word_length: 15
    max_non_alpha_words_ratio: 0.774 min_avg_word_length: 0 new_line_ratio: 0.152 top_n_grams: 0.169 0.153 0.137`,
  ru: `dup_line_frac: 0.322 dup_n_grams: 0.168 0.156 0.145 0.133 0.121 0.109 line_punct_thr: 0.231 max_avg_word_length: 11
    max_non_alpha_words_ratio: 0.713 min_avg_word_length: 3 new_line_ratio: 0.139 top_n_grams: 0.184 0.164 0.146`,
  es: `dup_line_frac: 0.252 dup_n_grams: 0.145 0.136 0.127 0.117 0.108 0.099 line_punct_thr: 0.182 max_avg_word_length: 14
    max_non_alpha_words_ratio: 0.825 min_avg_word_length: 3 new_line_ratio: 0.138 top_n_grams: 0.156 0.14 0.125`,
  lv: `dup_line_frac: 0.329 dup_n_grams: 0.173 0.16 0.148 0.135 0.122 0.109 line_punct_thr: 0.125 max_avg_word_length: 13
    max_non_alpha_words_ratio: 0.727 min_avg_word_length: 2 new_line_ratio: 0.169 top_n_grams: 0.526 0.337 0.242`,
  ta: `dup_line_frac: 0.276 dup_n_grams: 0.149 0.14 0.132 0.123 0.114 0.104 line_punct_thr: 0.125 max_avg_word_length: 37
    max_non_alpha_words_ratio: 0.779 min_avg_word_length: 4 new_line_ratio: 0.195 top_n_grams: 0.23 0.212 0.19`,
} as const;

test.each(Object.entries(published))('the bounds of %s are those of its file', (tag, text) => {
  const numbers = (name: string) =>
    (new RegExp(`\\b${name}:([\\d. ]+)`).exec(text)?.[1] ?? '').trim().split(/\s+/).map(Number);
  const { name, commit, stopWords, ...bounds } = fineweb2Languages[tag as keyof typeof published];
  expect(bounds).toEqual({
    maxRepeatedLines: numbers('dup_line_frac')[0],
    top: numbers('top_n_grams').map((share, place) => [place + 2, share]),
    repeated: numbers('dup_n_grams').map((share, place) => [place + 5, share]),
    minTerminalLines: numbers('line_punct_thr')[0],
    maxNewlinesPerWord: numbers('new_line_ratio')[0],
    minAverageWord: numbers('min_avg_word_length')[0],
    maxAverageWord: numbers('max_avg_word_length')[0],
    minLetterWords: numbers('max_non_alpha_words_ratio')[0],
  });
  expect(name).toMatch(/^[a-z]{3}_[A-Z][a-z]{3}$/);
  expect(commit).toMatch(/^[0-9a-f]{7}$/);
  expect(stopWords.length).toBeGreaterThan(5);
});

test('stop words and bounds have the form of the others in every language', () => {
  expect(Object.keys(fineweb2Languages).length).toBe(38);
  for (const { stopWords, top, repeated, minLetterWords, maxAverageWord } of Object.values(
    fineweb2Languages,
  )) {
    expect(new Set(stopWords).size).toBe(stopWords.length);
    for (const shares of [top, repeated].map((list) => list.map(([, share]) => share)))
      expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(minLetterWords).toBeGreaterThan(0.6);
    expect(maxAverageWord).toBeGreaterThan(8);
  }
});

test('the family chooses by language, and asks what curated asks where the project has no bounds for our words', async () => {
  expect(qualityNames).toContain('fineweb2');
  const nameOf = (language: string) => findQualityRecipe('fineweb2', language).name;
  expect(['de', 'zh-Hans', 'zh', 'en', 'sr', 'sr-Latn', 'ja', 'th', 'und'].map(nameOf)).toEqual([
    'fineweb2-de',
    'fineweb2-zh',
    'fineweb2-zh',
    'fineweb',
    'fineweb2-sr',
    'curated',
    'curated',
    'curated',
    'curated',
  ]);
  const kernels = await loadKernels();
  const { languages } = createLanguageIdentifier(kernels);
  expect(Object.keys(fineweb2Languages).filter((tag) => !languages.includes(tag))).toEqual([]);
});

test('a German text is kept by the rules of German and dropped by those of Russian', async () => {
  const kernels = await loadKernels();
  const text =
    `Der alte Hafen lag im Nebel, und die Boote kamen erst am Mittag zurück. Auf dem Markt wurde der Fang des Tages verkauft, wie
es seit vielen Jahren üblich ist. Eine Frau aus dem Nachbardorf kaufte drei Körbe und trug sie über den Damm nach Hause. Am Abend saßen die
Fischer vor dem Gasthaus, flickten ihre Netze und erzählten von einem Sturm, der als der schwerste des Jahrhunderts gilt.`.replaceAll(
      '\n',
      ' ',
    );
  const judge = (language: string) => {
    const recipe = findQualityRecipe('fineweb2', language);
    const meter = createDocumentMeter(kernels, { stopWords: recipe.stopWords });
    const bytes = new TextEncoder().encode(text);
    return judgeBytes(kernels.place(bytes), bytes.length, { kernels, meter, recipe }).verdict;
  };
  expect(judge('de')).toEqual({ isKept: true });
  expect(judge('ru')).toEqual({ isKept: false, reason: 'gopher_enough_stop_words' });
});

test('a new version of a recipe that the family falls back on is a new version of the family', () => {
  const before = qualityVersion('fineweb2');
  const { version } = qualityRecipes.curated;
  Object.assign(qualityRecipes.curated, { version: version + 1 });
  expect(qualityVersion('fineweb2')).toBe(before + 1);
  Object.assign(qualityRecipes.curated, { version });
  expect(qualityVersion('curated')).toBe(version);
});
