/** PEFT as the reference: our merge equals its merge_and_unload within F16 rounding, and the merged model gives the same logits. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  compareMerge,
  decodeWholeTensor,
  exportSafetensors,
  mergeLora,
  openSafetensors,
} from '@slipway/weights';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython, runScript } from './find-python.ts';

const python = await findPython(['torch', 'transformers', 'peft', 'gguf', 'safetensors', 'accelerate']);

interface Logits {
  readonly ids: number[][];
  readonly logits: number[];
}

const architectures = ['llama', 'qwen2', 'qwen3', 'gemma3'] as const;

/** Merges the base and adapter in a folder and gives the path of the result. */
async function merge(folder: string): Promise<string> {
  const mergedPath = join(folder, 'merged.gguf');
  const paths = { basePath: join(folder, 'base.gguf'), adapterPath: join(folder, 'adapter') };
  const merged = await mergeLora({ ...paths, outputPath: mergedPath });
  expect(merged.mergedTensors.length).toBe(14);
  expect(await compareMerge({ ...paths, mergedPath })).toMatchObject({ isEqual: true });
  return mergedPath;
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
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    await runScript(python as string, 'make_tiny_models.py', [folder, ...architectures]);
  }, 180_000);
  afterAll(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it.each(architectures)('gives the same weights within F16 rounding: %s', async (architecture) => {
    const ours = join(folder, architecture, 'ours.safetensors');
    await exportSafetensors(await merge(join(folder, architecture)), ours, { type: 'f32' });
    const { worst, numTensors } = await measureExcess(ours, join(folder, architecture, 'merged.safetensors'));
    expect(numTensors).toBeGreaterThan(19);
    // PyTorch sums B A in 32 bits; what its rounding adds is far below a step of F16.
    expect(worst).toBeLessThan(1e-6);
  });

  // For the other two transformers takes facts from a GGUF file that it does not hold, such as the size of a head.
  const readable = ['llama', 'qwen2'] as const;
  it(`gives the same logits as the adapter beside its base: ${readable.join(', ')}`, {
    timeout: 120_000,
  }, async () => {
    const paths: string[] = [];
    const expected: Logits[] = [];
    for (const architecture of readable) {
      paths.push(await merge(join(folder, architecture)));
      expected.push(JSON.parse(await readFile(join(folder, architecture, 'logits.json'), 'utf8')) as Logits);
    }
    const output = await runScript(python as string, 'read_gguf.py', [
      'logits',
      JSON.stringify(expected[0]?.ids),
      ...paths,
    ]);
    const actual = (JSON.parse(output) as { logits: number[][] }).logits;
    for (const [i, { logits }] of expected.entries()) {
      expect(actual[i]?.length).toBe(logits.length);
      const worst = logits.reduce(
        (max, value, k) => Math.max(max, Math.abs(value - (actual[i]?.[k] as number))),
        0,
      );
      expect(worst).toBeLessThan(0.003);
    }
  });
});
