import { expect, it } from 'vitest';
import { estimateTokens, joinEstimates } from './estimate-tokens.ts';

const text = (numBytes: number) => ({ numDocuments: 1, numBytes });

it('tells tokens from bytes by language, else by script, and says whose and how sure', () => {
  const { languages, ...told } = estimateTokens({
    en: text(4_400),
    'zh-Hans': text(4_400),
    fi: text(2_700),
    'sr-Latn': text(2_700),
    sr: text(3_650),
    hi: text(2_650),
    'no language': text(2_500),
  });
  expect(Object.values(languages).map(({ numTokens }) => numTokens)).toEqual(Array(7).fill(1_000));
  expect(told).toEqual({ vocabulary: 'Qwen3', error: 0.25, numTokens: 7_000 });
});

it('joins to the estimate of the whole', () => {
  const parts = [{ en: text(3) }, { en: text(3), de: text(70) }, {}].map(estimateTokens);
  expect(joinEstimates(parts)).toEqual(
    estimateTokens({ de: text(70), en: { numDocuments: 2, numBytes: 6 } }),
  );
});
