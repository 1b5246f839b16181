import type { ChoiceQuestion, DatasetDocument, Digest, Pair, SampleOutcome } from '@slipway/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeByteEngine } from '../../testing/make-byte-engine.ts';
import { answers } from './answers.ts';
import { choices } from './choices.ts';
import { documents } from './documents.ts';
import { type EvaluationTask, type HeldOut, spreadEvenly } from './evaluation-task.ts';
import { fitText } from './fit-text.ts';

const digestOf = (place: number) => `sha256:${String(place).padStart(64, '0')}` as Digest;
const limits = { maxSamples: 100, maxTokens: 200 };

function makeHeldOut(numEach: number): HeldOut {
  const places = Array.from({ length: numEach }, (_, place) => place);
  return {
    documents: places.map(
      (place): DatasetDocument => ({
        document: digestOf(place),
        path: `${place}.md`,
        title: '',
        format: 'markdown',
        language: 'en',
        split: 'heldout',
        text: `text ${place}, long enough: 甲乙丙丁`,
      }),
    ),
    pairs: places.map(
      (place): Pair => ({
        id: `pair-${place}`,
        document: digestOf(place),
        start: 0,
        end: 1,
        path: `${place}.md`,
        language: 'en',
        messages: [
          { role: 'user', content: `question ${place}?` },
          { role: 'assistant', content: `answer ${'x'.repeat(place + 1)}` },
        ],
      }),
    ),
    choices: places.map(
      (place): ChoiceQuestion => ({
        id: `choice-${place}`,
        document: digestOf(place),
        start: 0,
        end: 1,
        language: 'en',
        question: `which ${place}?`,
        options: ['a', 'bb', 'ccc', 'dddd'].map((option) => `${option}-${place}`),
        correct: place % 4,
      }),
    ),
  };
}

async function scoreAll(
  task: EvaluationTask,
  heldOut: HeldOut,
  engine: ReturnType<typeof makeByteEngine>,
  own = limits,
): Promise<SampleOutcome[]> {
  const outcomes: SampleOutcome[] = [];
  for await (const outcome of task.score(engine, heldOut, own)) outcomes.push(outcome);
  return outcomes;
}

test('answers: bits of the answer alone, after the question in the template, weighed by its bytes', async () => {
  const engine = makeByteEngine(() => 1.5);
  const outcomes = await scoreAll(answers, makeHeldOut(3), engine);
  expect(engine.scored[0]).toEqual({ prompt: '<user>question 0?<a>', text: 'answer x' });
  for (const outcome of outcomes) expect(outcome.value).toBeCloseTo(1.5, 12);
  expect(outcomes.map((one) => one.weight)).toEqual([8, 9, 10]);
});

test('answers: a long one is cut where its tokens still fit, and its own bytes count', async () => {
  const engine = makeByteEngine(() => 2);
  const [outcome] = await scoreAll(answers, makeHeldOut(1), engine, { maxSamples: 1, maxTokens: 4 });
  expect(engine.scored[0]?.text).toBe('answ');
  expect(outcome).toMatchObject({ weight: 4 });
  expect(outcome?.value).toBeCloseTo(2, 12);
});

test('documents: each from its own beginning, without a question, counted in bytes of UTF-8', async () => {
  const engine = makeByteEngine(() => 3);
  const outcomes = await scoreAll(documents, makeHeldOut(2), engine);
  expect(engine.scored[0]).toMatchObject({ prompt: '\n', text: expect.stringMatching(/^text 0, long/) });
  expect(outcomes.map((one) => one.id)).toEqual([digestOf(0), digestOf(1)]);
  const numBytes = Buffer.byteLength('text 0, long enough: 甲乙丙丁');
  expect(outcomes[0]?.weight).toBe(numBytes);
  expect(outcomes[0]?.value).toBeCloseTo(3, 9);
});

test('documents: an empty one is left out', async () => {
  const heldOut = makeHeldOut(1);
  heldOut.documents[0] = { ...(heldOut.documents[0] as DatasetDocument), text: '' };
  expect(
    await scoreAll(
      documents,
      heldOut,
      makeByteEngine(() => 1),
    ),
  ).toEqual([]);
});

test('choices: the likeliest option per byte is chosen, whatever its length', async () => {
  const heldOut = makeHeldOut(8);
  const knowing = makeByteEngine((_, text) => (text.startsWith('ccc') ? 1 : 2));
  const outcomes = await scoreAll(choices, heldOut, knowing);
  expect(outcomes.map((one) => one.value)).toEqual(heldOut.choices.map((one) => (one.correct === 2 ? 1 : 0)));
  expect(knowing.scored).toHaveLength(32);
});

test('choices: the baselines are a uniform quarter and the likeliest place', () => {
  const heldOut = makeHeldOut(6);
  const [uniform, majority] = choices.baselines(heldOut, limits);
  expect(uniform).toMatchObject({ metric: 'uniform', value: 0.25, standardError: 0, numSamples: 6 });
  expect(majority).toMatchObject({ metric: 'majority', value: 2 / 6, numSamples: 6 });
  expect(majority?.standardError).toBeGreaterThan(0);
  expect(choices.baselines(makeHeldOut(0), limits)).toEqual([]);
});

test.each([answers, documents, choices])('$name: the count foretold is the count scored', async (task) => {
  for (const maxSamples of [2, 5, 50]) {
    const own = { maxSamples, maxTokens: 64 };
    const outcomes = await scoreAll(
      task,
      makeHeldOut(7),
      makeByteEngine(() => 1),
      own,
    );
    expect(outcomes).toHaveLength(task.countSamples(makeHeldOut(7), own));
    expect(new Set(outcomes.map((one) => one.id)).size).toBe(outcomes.length);
  }
});

test('few samples are spread over all, first to last, in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 50 }), (length, max) => {
      const items = Array.from({ length }, (_, place) => place);
      const spread = spreadEvenly(items, max);
      expect(spread).toHaveLength(Math.min(length, max));
      expect(spread).toEqual([...new Set(spread)].sort((a, b) => a - b));
      if (length > max) expect(spread.at(-1)).toBeGreaterThanOrEqual(length - 1 - length / max);
    }),
  );
});

test('where the beginning tokenises otherwise than the rest, bits are divided by the bytes that were read', async () => {
  // One token for each byte of Han, one for each four of Latin: a share of the tokens is no share of the bytes.
  const engine = makeByteEngine(() => 1);
  const units = (text: string) => text.match(/[a-z ]{1,4}|[^a-z ]/g) ?? [];
  const render = engine.render;
  engine.render = async (request) =>
    'text' in request
      ? { text: request.text, tokens: units(request.text).map((_, place) => place) }
      : render(request);
  const fitted = await fitText(engine, `${'甲'.repeat(20)}${'abcd'.repeat(20)}`, 30);
  expect(fitted.text).toBe(`${'甲'.repeat(20)}${'abcd'.repeat(10)}`);
  expect(fitted).toMatchObject({ tokens: { length: 30 }, numBytes: 60 + 40 });
});

test('a text is cut between code points, and what fits is left whole', async () => {
  const engine = makeByteEngine(() => 1);
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.integer({ min: 4, max: 64 }),
      async (text, max) => {
        const fitted = await fitText(engine, text, max);
        expect(text.startsWith(fitted.text)).toBe(true);
        expect(Buffer.from(fitted.text).toString()).toBe(fitted.text);
        expect(fitted.tokens.length).toBeLessThanOrEqual(max);
        expect(fitted.numBytes).toBe(Buffer.byteLength(fitted.text));
        if (Buffer.byteLength(text) <= max) expect(fitted.text).toBe(text);
      },
    ),
  );
});
