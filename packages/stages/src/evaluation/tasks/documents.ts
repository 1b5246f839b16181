/**
 * Bits per byte of the beginnings of held-out documents, without any question: whether tuning harmed plain reading.
 */
import { invariant } from '@slipway/contracts';
import { type EvaluationTask, spreadEvenly } from './evaluation-task.ts';
import { fitText } from './fit-text.ts';
import { measureBits } from './measure-bits.ts';

/** What a document is read after, so that its first token is scored like every other. */
const before = '\n';

export const documents: EvaluationTask = {
  name: 'documents',
  metric: 'bits-per-byte',
  unit: 'bits/byte',
  isLowerBetter: true,
  countSamples: (heldOut, { maxSamples }) => Math.min(heldOut.documents.length, maxSamples),
  async *score(engine, heldOut, { maxSamples, maxTokens }) {
    const { tokens: context } = await engine.render({ text: before });
    invariant(context.length > 0, 'a line break has a token');
    for (const document of spreadEvenly(heldOut.documents, maxSamples)) {
      const read = await fitText(engine, document.text, maxTokens);
      if (read.tokens.length === 0) continue;
      const bits = await measureBits(engine, context, read);
      yield {
        task: 'documents',
        id: document.document,
        document: document.document,
        value: bits / read.numBytes,
        weight: read.numBytes,
      };
    }
  },
  baselines: () => [],
};
