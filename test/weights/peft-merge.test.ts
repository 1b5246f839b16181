/** PEFT as the reference: our merge equals its merge_and_unload within F16 rounding, and the merged model gives the same logits. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  compareMerge,
  decodeWholeTensor,
  exportSafetensors,
  mergeLora,
  openSafetensors,
} from '@slipway/weights';
import { describe, expect, it } from 'vitest';
import { findPython, runScript } from './find-python.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

const python = await findPython(['torch', 'transformers', 'peft', 'gguf', 'safetensors', 'accelerate']);

interface Logits {
  readonly ids: number[][];
  readonly logits: number[];
}

async function makeAndMerge(architecture: string, folder: string): Promise<string> {
  await runScript(python as string, 'make_tiny_model.py', [architecture, folder]);
  const outputPath = join(folder, 'merged.gguf');
  const paths = { basePath: join(folder, 'base.gguf'), adapterPath: join(folder, 'adapter') };
  const merged = await mergeLora({ ...paths, outputPath });
  expect(merged.mergedTensors.length).toBe(14);
  expect(await compareMerge({ ...paths, mergedPath: outputPath })).toMatchObject({ isEqual: true });
  return outputPath;
}

/** The largest error of any value beyond what rounding to F16 may cause, and how many values were compared. */
async function measureExcess(
  ours: string,
  reference: string,
): Promise<{ worst: number; numTensors: number }> {
  const [a, b] = [await openSafetensors(ours), await openSafetensors(reference)];
  let worst = 0;
  let numTensors = 0;
  for (const tensor of b.tensors) {
    const counterpart = a.findTensor(tensor.name);
    if (!counterpart && tensor.name === 'lm_head.weight') continue;
    if (!counterpart) throw new Error(`${tensor.name} is missing`);
    const actual = await decodeWholeTensor(a, { ...counterpart, type: 'f32' });
    const expected = await decodeWholeTensor(b, { ...tensor, type: 'f32' });
    numTensors += 1;
    for (const [i, value] of expected.entries()) {
      const allowed = Math.abs(value) * 2 ** -11 + 2 ** -25;
      worst = Math.max(worst, Math.abs(value - (actual[i] as number)) - allowed);
    }
  }
  await a.close();
  await b.close();
  return { worst, numTensors };
}

describe.skipIf(!python)("PEFT's merge_and_unload", () => {
  it.each(['llama', 'qwen2', 'qwen3', 'gemma3'])(
    'gives the same weights within F16 rounding: %s',
    { timeout: 120_000 },
    async (architecture) => {
      await withTemporaryFolder(async (folder) => {
        const merged = await makeAndMerge(architecture, folder);
        const ours = join(folder, 'ours.safetensors');
        await exportSafetensors(merged, ours, { type: 'f32' });
        const { worst, numTensors } = await measureExcess(ours, join(folder, 'merged.safetensors'));
        expect(numTensors).toBeGreaterThan(19);
        // PyTorch sums B A in 32 bits; what its rounding adds is far below a step of F16.
        expect(worst).toBeLessThan(1e-6);
      });
    },
  );

  it.each(['llama', 'qwen2'])(
    'gives the same logits as the adapter beside its base: %s',
    { timeout: 120_000 },
    async (architecture) => {
      await withTemporaryFolder(async (folder) => {
        const merged = await makeAndMerge(architecture, folder);
        const expected = JSON.parse(await readFile(join(folder, 'logits.json'), 'utf8')) as Logits;
        const output = await runScript(python as string, 'read_gguf.py', [
          'logits',
          merged,
          JSON.stringify(expected.ids),
        ]);
        const { logits } = JSON.parse(output) as Logits;
        expect(logits.length).toBe(expected.logits.length);
        const worst = logits.reduce(
          (max, value, i) => Math.max(max, Math.abs(value - (expected.logits[i] as number))),
          0,
        );
        expect(worst).toBeLessThan(0.003);
      });
    },
  );
});
