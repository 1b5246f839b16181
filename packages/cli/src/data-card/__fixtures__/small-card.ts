/**
 * A small card with something of everything: two languages, two sources, three steps that drop, bounds, samples that would break a page.
 */
import { type DataCard, dataCard, type Digest } from '@slipway/contracts';
import type { CardSubject } from '../card-subject.ts';

const amountOf = (numDocuments: number, averageBytes = 2_000) => ({
  numDocuments,
  numBytes: numDocuments * averageBytes,
});

const shareOf = (input: number, kept: number) => ({ input: amountOf(input), kept: amountOf(kept) });

/** A hundred bins with so many documents in the first and in the fiftieth. */
function countsOf(first: number, middle: number): number[] {
  const counts = new Array<number>(100).fill(0);
  counts[0] = first;
  counts[50] = middle;
  return counts;
}

const breaking = '<script>alert("1")</script> & \'so on\'';

export const smallCard: DataCard = dataCard.parse({
  format: 'slipway-data-card/1',
  input: { ...amountOf(1_204), numFiles: 12 },
  funnel: [
    { name: 'read', kept: amountOf(1_200), dropped: { binary: amountOf(4) } },
    { name: 'language', kept: amountOf(1_200), dropped: {} },
    {
      name: 'quality',
      kept: amountOf(900),
      dropped: { gopher_short_doc: amountOf(240), dup_line_frac: amountOf(60) },
    },
    { name: 'contamination', kept: amountOf(900), dropped: {} },
    { name: 'personal-data', kept: amountOf(900), dropped: {} },
    { name: 'duplicates', kept: amountOf(790), dropped: { 'near-duplicate': amountOf(110) } },
  ],
  languages: { en: shareOf(1_000, 690), 'zh-Hans': shareOf(200, 100), und: shareOf(4, 0) },
  sources: { handbook: shareOf(1_004, 590), [breaking]: shareOf(200, 200) },
  lengths: { kept: [0, 0, 0, 0, 0, 0, 0, 0, 90, 500, 200], dropped: [0, 0, 0, 0, 0, 0, 300, 100, 14] },
  personalData: { email: 30, 'chinese-mobile': 2 },
  contamination: { mmlu: 0 },
  thresholds: [
    {
      recipe: 'fineweb2-de',
      rule: 'gopher-quality',
      name: 'minWords',
      reason: 'gopher_short_doc',
      kind: 'least',
      bound: 50,
      from: 0,
      to: 500,
      counts: countsOf(240, 960),
    },
    {
      recipe: 'fineweb2-de',
      rule: 'gopher-repetition',
      name: 'maxRepeatedParagraphs',
      reason: 'dup_para_frac',
      kind: 'most',
      bound: 0,
      from: 0,
      to: 1,
      counts: countsOf(1_200, 0),
    },
  ],
  estimatedTokens: {
    vocabulary: 'Qwen3',
    error: 0.25,
    numTokens: 361_204,
    languages: {
      en: { ...amountOf(690), numTokens: 313_636 },
      'zh-Hans': { ...amountOf(100), numTokens: 47_568 },
    },
  },
  samples: [
    { drop: '', name: 'handbook/ropes.md', text: 'Ropes are kept dry.', order: '01' },
    { drop: 'quality:gopher_short_doc', name: "handbook/it's short.md", text: breaking, order: '02' },
  ].map((sample) => ({ source: 'handbook', language: 'en', detail: '', numBytes: 400, ...sample })),
  warnings: [{ code: 'none-deduplicated', values: { documents: 1_204 } }],
});

export const smallSubject: CardSubject = {
  name: breaking,
  digest: `sha256:${'0123456789abcdef'.repeat(4)}` as Digest,
  createdAt: '2026-11-30T10:26:00.000Z',
  storedBytes: 512_000,
  stage: 'data',
  stageVersion: '8',
  quality: { en: 'fineweb', '*': 'fineweb2' },
  version: '0.1.0',
};
