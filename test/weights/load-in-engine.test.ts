/** What packages/weights writes loads in llama.cpp (by node-llama-cpp), in every type, with the tokenizer it was given. */
import { join } from 'node:path';
import { convertGguf, type WritableType, writableTypes } from '@slipway/weights';
import {
  type ControlledEvaluateInputItem,
  getLlama,
  type Llama,
  LlamaLogLevel,
  type Token,
} from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTemporaryFolder } from './temporary-folder.ts';
import { tokens, writeTinyChatModel } from './tiny-chat-model.ts';

let llama: Llama;
beforeAll(async () => {
  llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error });
});
afterAll(async () => {
  await llama?.dispose();
});

interface Reading {
  readonly description: string;
  readonly ids: readonly number[];
  readonly text: string;
  /** For each token its probability to come next. */
  readonly next: ReadonlyMap<number, number>;
}

async function readInEngine(path: string): Promise<Reading> {
  const model = await llama.loadModel({ modelPath: path });
  const context = await model.createContext({ contextSize: 64, threads: 1 });
  const ids = model.tokenize('the hand and 文');
  const last = [
    ids.at(-1) as Token,
    { generateNext: { probabilities: true } },
  ] satisfies ControlledEvaluateInputItem;
  const outputs = await context.getSequence().controlledEvaluate([...ids.slice(0, -1), last]);
  const next = outputs.at(-1)?.next.probabilities ?? new Map<number, number>();
  const reading = { description: model.typeDescription, ids: [...ids], text: model.detokenize(ids), next };
  await model.dispose();
  return reading;
}

/** Half the sum of what two distributions differ by: 0 for equal ones, 1 for ones without overlap. */
function measureDistance(a: Reading['next'], b: Reading['next']): number {
  return tokens.reduce((sum, _, id) => sum + Math.abs((a.get(id) ?? 0) - (b.get(id) ?? 0)), 0) / 2;
}

/** How far the next token's distribution may be from that of the F32 file. */
const bounds: Record<WritableType, number> = {
  f32: 0,
  f16: 0.003,
  bf16: 0.012,
  q8_0: 0.03,
  q4_0: 0.25,
  q4_1: 0.25,
};

const labels: Record<WritableType, string> = {
  f32: 'all F32',
  f16: 'F16',
  bf16: 'BF16',
  q8_0: 'Q8_0',
  q4_0: 'Q4_0',
  q4_1: 'Q4_1',
};

describe('a file that packages/weights wrote', () => {
  it.each(writableTypes)(
    'loads in llama.cpp as %s with the probabilities of the F32 file within rounding',
    async (type) => {
      await withTemporaryFolder(async (folder) => {
        const [source, target] = [join(folder, 'a.gguf'), join(folder, 'b.gguf')];
        await writeTinyChatModel(source);
        await convertGguf(source, target, { type });
        const reading = await readInEngine(target);
        expect(reading.description).toContain(labels[type]);
        expect(reading.ids.map((id) => tokens[id])).toEqual([
          'the',
          'Ġ',
          'h',
          'and',
          'Ġand',
          'Ġ',
          'æ',
          'ĸ',
          'ĩ',
        ]);
        expect(reading.text).toBe('the hand and 文');
        const reference = await readInEngine(source);
        expect(reference.next.size).toBe(tokens.length);
        expect(measureDistance(reading.next, reference.next)).toBeLessThanOrEqual(bounds[type]);
      });
    },
  );
});
