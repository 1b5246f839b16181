import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSamplePool, type SampleKey } from './sample-pool.ts';

const offerAll = (keys: readonly SampleKey[]) => {
  const pool = createSamplePool<SampleKey>();
  for (const key of keys) pool.offer(key, () => key);
  return pool;
};

/** The place that a document has among all: a number mixed well. */
const orderOf = (number: number) =>
  (Math.imul(number + 1, 2_654_435_761) >>> 0).toString(16).padStart(16, '0');

const key = (number: number, told: Partial<SampleKey> = {}): SampleKey => ({
  drop: '',
  source: 'web',
  language: 'en',
  order: orderOf(number),
  ...told,
});

it('shows small sources and languages beside a large one', () => {
  const keys = [
    ...Array.from({ length: 5_000 }, (_, number) => key(number)),
    key(6_000, { source: 'handbook' }),
    key(6_001, { language: 'zh-Hans' }),
  ];
  const drawn = offerAll(keys).draw();
  expect(drawn).toHaveLength(6);
  expect(new Set(drawn.map(({ source }) => source))).toEqual(new Set(['web', 'handbook']));
  expect(new Set(drawn.map(({ language }) => language))).toEqual(new Set(['en', 'zh-Hans']));
});

it('shows three of each reason, no text twice, the kept ones first', () => {
  const keys = [1, 2, 2, 2, 3, 4].map((number) => key(number, { drop: 'quality:empty' }));
  const drawn = offerAll([...keys, key(9)]).draw();
  expect(drawn.map(({ drop }) => drop)).toEqual(['', 'quality:empty', 'quality:empty', 'quality:empty']);
  expect(new Set(drawn.map(({ order }) => order)).size).toBe(4);
});

const keys = fc.array(
  fc.record({
    drop: fc.constantFrom('', 'quality:empty'),
    source: fc.nat(12).map((number) => `source-${number}`),
    language: fc.constantFrom('en', 'zh-Hans', 'de', 'ru', 'ja', 'ar', 'fr', 'es'),
    order: fc.nat(40).map(orderOf),
  }),
  { maxLength: 120 },
);

it('draws from pools of stretches what it draws from all at once, and holds a bounded number', () => {
  fc.assert(
    fc.property(keys, fc.nat(120), (all, cut) => {
      const whole = offerAll(all);
      const parts = [all.slice(0, cut), all.slice(cut)].flatMap((stretch) => offerAll(stretch).list());
      expect(offerAll(parts).draw()).toEqual(whole.draw());
      expect(whole.list().length).toBeLessThanOrEqual(3 * (6 + 3));
    }),
  );
});
