/**
 * Four-choice questions made from held-out documents: the option with the highest log-probability per byte is the model's choice.
 * Rule: continuation scoring normalised by bytes, as `acc_norm` of the lm-evaluation-harness.
 */
import type { ChoiceQuestion, Score } from '@slipway/contracts';
import type { Engine } from '@slipway/core';
import { estimateMean } from '../statistics/estimate.ts';
import { type EvaluationTask, spreadEvenly } from './evaluation-task.ts';
import { fitText } from './fit-text.ts';
import { measureBits } from './measure-bits.ts';

export const choices: EvaluationTask = {
  name: 'choices',
  metric: 'accuracy',
  unit: 'share',
  isLowerBetter: false,
  countSamples: (heldOut, { maxSamples }) => Math.min(heldOut.choices.length, maxSamples),
  async *score(engine, heldOut, { maxSamples, maxTokens }) {
    for (const question of spreadEvenly(heldOut.choices, maxSamples)) {
      const chosen = await choose(engine, question, maxTokens);
      yield {
        task: 'choices',
        id: question.id,
        document: question.document,
        value: chosen === question.correct ? 1 : 0,
        weight: 1,
      };
    }
  },
  baselines: (heldOut, { maxSamples }) => scoreBaselines(spreadEvenly(heldOut.choices, maxSamples)),
};

async function choose(engine: Engine, question: ChoiceQuestion, maxTokens: number): Promise<number> {
  const prompt = await engine.render({
    messages: [{ role: 'user', content: question.question }],
    addGenerationPrompt: true,
  });
  const bitsPerByte: number[] = [];
  for (const option of question.options) {
    const read = await fitText(engine, option, Math.max(8, Math.floor(maxTokens / 4)));
    bitsPerByte.push((await measureBits(engine, prompt.tokens, read)) / read.numBytes);
  }
  return bitsPerByte.indexOf(Math.min(...bitsPerByte));
}

function scoreBaselines(questions: ChoiceQuestion[]): Score[] {
  if (questions.length === 0) return [];
  const counts = [0, 1, 2, 3].map((place) => questions.filter((one) => one.correct === place).length);
  const majority = counts.indexOf(Math.max(...counts));
  const hits = questions.map((one) => ({
    cluster: one.document,
    value: one.correct === majority ? 1 : 0,
    weight: 1,
  }));
  const { mean, standardError } = estimateMean(hits);
  const shape = { unit: 'share', isLowerBetter: false, numSamples: questions.length };
  return [
    { task: 'choices', metric: 'uniform', value: 0.25, standardError: 0, ...shape },
    { task: 'choices', metric: 'majority', value: mean, standardError, ...shape },
  ];
}
