import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DrawnDataset, interleaveDatasets } from './interleave-datasets.ts';
import { type MixtureDataset, planMixture } from './plan-mixture.ts';

describe('planMixture', () => {
  test('gives what the weights ask for where no cap binds', () => {
    const plan = planMixture(
      [
        { name: 'web', numTokens: 1000, weight: 3 },
        { name: 'books', numTokens: 400, weight: 1 },
      ],
      1000,
    );
    expect(plan).toEqual({
      numTokens: 1000,
      datasets: [
        { name: 'web', numTokens: 750, epochs: 0.75, share: 0.75, isCapped: false },
        { name: 'books', numTokens: 250, epochs: 0.625, share: 0.25, isCapped: false },
      ],
      explanation: [],
    });
  });

  test('says where a cap binds, and gives the rest to the others by weight', () => {
    const plan = planMixture(
      [
        { name: 'wiki', numTokens: 100, weight: 2 },
        { name: 'web', numTokens: 10_000, weight: 1 },
        { name: 'code', numTokens: 10_000, weight: 1 },
        { name: 'unused', numTokens: 10_000, weight: 0 },
      ],
      2000,
    );
    expect(plan.datasets.map(({ numTokens }) => numTokens)).toEqual([400, 800, 800, 0]);
    expect(plan.datasets.map(({ isCapped }) => isCapped)).toEqual([true, false, false, false]);
    expect(plan.explanation.map(({ en }) => en)).toEqual([
      'wiki is read 4 times, its cap; its weight asks for 10.00. It gives 20.00 %, not 50.00 %.',
      'The others give what is missing, in proportion to their weights.',
    ]);
    expect(plan.explanation[0]?.zh).toBe(
      'wiki 读 4 遍，已到上限；按权重需要 10.00 遍。它占 20.00 %，而不是 50.00 %。',
    );
  });

  test('says how many tokens are missing when all are used up', () => {
    const plan = planMixture([{ name: 'wiki', numTokens: 100, weight: 1, maxEpochs: 1.5 }], 1000);
    expect(plan.numTokens).toBe(150);
    expect(plan.explanation.map(({ en }) => en)).toEqual([
      'wiki is read 1.5 times, its cap; its weight asks for 10.00. It gives 100.00 %, not 100.00 %.',
      'All datasets are read up to their caps; the mixture is 850 tokens short of 1000.',
    ]);
  });

  const dataset = fc.record({
    numTokens: fc.nat(1_000_000),
    weight: fc.integer({ min: 1, max: 1000 }),
    maxEpochs: fc.integer({ min: 1, max: 5 }),
  });

  test('keeps to budget and caps, and those not capped stand to one another as their weights do', () => {
    fc.assert(
      fc.property(fc.array(dataset, { minLength: 1, maxLength: 8 }), fc.nat(10_000_000), (made, budget) => {
        const datasets = made.map((one, place): MixtureDataset => ({ ...one, name: `d${place}` }));
        const plan = planMixture(datasets, budget);
        const most = made.reduce((sum, { numTokens, maxEpochs }) => sum + numTokens * maxEpochs, 0);
        expect(plan.numTokens).toBe(Math.min(budget, most));
        expect(plan.datasets.reduce((sum, { numTokens }) => sum + numTokens, 0)).toBe(plan.numTokens);
        const open = plan.datasets.flatMap((one, place) =>
          one.isCapped ? [] : [{ one, weight: made[place]?.weight ?? 0 }],
        );
        const unit = open.map(({ one, weight }) => one.numTokens / weight);
        for (const [place, { weight }] of open.entries())
          expect(Math.abs((unit[place] ?? 0) - (unit[0] ?? 0)) * weight).toBeLessThanOrEqual(1 + weight);
        for (const [place, { numTokens }] of plan.datasets.entries())
          expect(numTokens).toBeLessThanOrEqual(
            (made[place]?.numTokens ?? 0) * (made[place]?.maxEpochs ?? 0),
          );
      }),
    );
  });

  test.each([
    [[{ name: 'a', numTokens: 1, weight: -1 }], 1],
    [[{ name: 'a', numTokens: 1, weight: 0 }], 1],
    [[{ name: 'a', numTokens: 1.5, weight: 1 }], 1],
    [[{ name: 'a', numTokens: 1, weight: 1 }], -1],
    [
      [
        { name: 'a', numTokens: 1, weight: 1 },
        { name: 'a', numTokens: 1, weight: 1 },
      ],
      1,
    ],
  ])('refuses %j with %d tokens', (datasets, budget) => {
    expect(() => planMixture(datasets, budget)).toThrow('cannot be planned');
  });
});

describe('interleaveDatasets', () => {
  const drawn = fc
    .array(fc.record({ numItems: fc.integer({ min: 1, max: 30 }), numDraws: fc.nat(60) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((made): DrawnDataset[] => made.map((one, place) => ({ ...one, name: `d${place}` })));

  test('goes on at any step as if it had never stopped', () => {
    fc.assert(
      fc.property(drawn, fc.string(), fc.nat(360), (datasets, seed, step) => {
        const { numSteps, from } = interleaveDatasets(datasets, seed);
        const all = [...from(0)];
        expect(all).toHaveLength(numSteps);
        const start = Math.min(step, numSteps);
        expect([...from(start)]).toEqual(all.slice(start));
      }),
    );
  });

  test('tells the steps at which each item is read', () => {
    fc.assert(
      fc.property(drawn, fc.string(), (datasets, seed) => {
        const { from, stepsOf } = interleaveDatasets(datasets, seed);
        for (const [step, { dataset, epoch, item }] of [...from(0)].entries())
          expect(stepsOf(dataset, item)[epoch]).toBe(step);
        const told = datasets.flatMap(({ numItems }, dataset) =>
          Array.from({ length: numItems }, (_, item) => stepsOf(dataset, item).length),
        );
        expect(told.reduce((sum, count) => sum + count, 0)).toBe(
          datasets.reduce((sum, { numDraws }) => sum + numDraws, 0),
        );
      }),
    );
  });

  test('reads each dataset as often as was asked, each epoch every item once, evenly over the run', () => {
    fc.assert(
      fc.property(drawn, fc.string(), (datasets, seed) => {
        const { numSteps, from } = interleaveDatasets(datasets, seed);
        const counts = datasets.map(() => 0);
        const epochs = new Map<string, Set<number>>();
        let [step, widest] = [0, 0];
        for (const { dataset, epoch, item } of from(0)) {
          counts[dataset] = (counts[dataset] ?? 0) + 1;
          const seen = epochs.get(`${dataset} ${epoch}`) ?? new Set();
          epochs.set(`${dataset} ${epoch}`, seen.add(item));
          step += 1;
          const gaps = datasets.map(
            ({ numDraws }, place) => (counts[place] ?? 0) - (step * numDraws) / numSteps,
          );
          widest = Math.max(widest, ...gaps.map(Math.abs));
        }
        expect(widest).toBeLessThan(datasets.length + 1);
        expect(counts).toEqual(datasets.map(({ numDraws }) => numDraws));
        for (const [place, { numItems, numDraws }] of datasets.entries())
          for (let epoch = 0; (epoch + 1) * numItems <= numDraws; epoch += 1)
            expect(epochs.get(`${place} ${epoch}`)?.size).toBe(numItems);
      }),
    );
  });

  test('finds a step among trillions at once', () => {
    const datasets = [
      { name: 'web', numItems: 10 ** 9, numDraws: 10 ** 12 },
      { name: 'wiki', numItems: 10 ** 6, numDraws: 3 * 10 ** 6 },
    ];
    const { numSteps, from } = interleaveDatasets(datasets, 'seed');
    const last = [...from(numSteps - 3)];
    expect(last).toHaveLength(3);
    expect(last.at(-1)?.epoch).toBe(last.at(-1)?.dataset === 0 ? 999 : 2);
    const middle = from(numSteps / 2 - 0.5 * (numSteps % 2));
    const some = Array.from({ length: 1000 }, () => middle.next().value as { epoch: number });
    expect(some.every(({ epoch }) => epoch === 499 || epoch === 500 || epoch === 1)).toBe(true);
  });
});
