/**
 * Bits per byte of the beginnings of held-out documents, without any question: whether tuning harmed plain reading.
 */
import { type EvaluationTask, spreadEvenly } from './evaluation-task.ts';
import { measureBits } from './measure-bits.ts';

/** Characters read of a document before tokens are cut: no token is longer than this allows for. */
const maxCharactersPerToken = 8;

export const documents: EvaluationTask = {
  name: 'documents',
  metric: 'bits-per-byte',
  unit: 'bits/byte',
  isLowerBetter: true,
  countSamples: (heldOut, { maxSamples }) => Math.min(heldOut.documents.length, maxSamples),
  async *score(engine, heldOut, { maxSamples, maxTokens }) {
    for (const document of spreadEvenly(heldOut.documents, maxSamples)) {
      const text = document.text.slice(0, maxTokens * maxCharactersPerToken);
      const { tokens } = await engine.render({ text });
      if (tokens.length < 2) continue;
      const measured = await measureBits(engine, tokens.slice(0, 1), tokens.slice(1), { text, maxTokens });
      yield {
        task: 'documents',
        id: document.document,
        document: document.document,
        value: measured.bits / measured.numBytes,
        weight: measured.numBytes,
      };
    }
  },
  baselines: () => [],
};
