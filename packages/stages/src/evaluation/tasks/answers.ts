/**
 * Bits per byte of the held-out answers, each after its question in the chat template: how well the model knows what the documents say.
 * Rule: bits per byte as in the Pile (Gao et al. 2020, arXiv:2101.00027): log-likelihood in bits over UTF-8 bytes, comparable across tokenizers.
 */
import type { EvaluationTask } from './evaluation-task.ts';
import { spreadEvenly } from './evaluation-task.ts';
import { fitText } from './fit-text.ts';
import { measureBits } from './measure-bits.ts';

export const answers: EvaluationTask = {
  name: 'answers',
  metric: 'bits-per-byte',
  unit: 'bits/byte',
  isLowerBetter: true,
  countSamples: ({ pairs }, { maxSamples }) => Math.min(pairs.length, maxSamples),
  async *score(engine, { pairs }, { maxSamples, maxTokens }) {
    for (const pair of spreadEvenly(pairs, maxSamples)) {
      const question = pair.messages.slice(0, -1);
      const answer = pair.messages.at(-1)?.content ?? '';
      const prompt = await engine.render({ messages: question, addGenerationPrompt: true });
      const read = await fitText(engine, answer, maxTokens);
      const bits = await measureBits(engine, prompt.tokens, read);
      yield {
        task: 'answers',
        id: pair.id,
        document: pair.document,
        value: bits / read.numBytes,
        weight: read.numBytes,
      };
    }
  },
  baselines: () => [],
};
