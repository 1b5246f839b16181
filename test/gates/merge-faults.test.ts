/** Faults planted in a merge are refused by the gate between PyTorch in fp32 with the adapter and the merged file. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '@slipway/contracts';
import { parity } from '@slipway/stages';
import { mergeLora, type SafetensorsInput, writeSafetensors } from '@slipway/weights';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython } from '../weights/find-python.ts';
import { type GateBench, openGateBench } from './gate-bench.ts';
import { ggufRow, plantFault, replaceValue } from './planted-faults.ts';

const basePath = process.env.SLIPWAY_TEST_MODEL;
const hasModel = basePath !== undefined && existsSync(basePath);
if (!hasModel) console.warn('skipped: set SLIPWAY_TEST_MODEL to the starter’s GGUF file to prove its merge');
const python = await findPython(['torch', 'transformers', 'peft', 'gguf', 'safetensors']);

const headSize = 64;
const rank = 4;
const width = 576;
/** Of a few layers the queries, whose rows a conversion to GGUF reorders. */
const layers = [0, 7, 15];

/** Numbers that depend only on their place. */
const makeFactor = (length: number, scale: number, seed: number) =>
  Float32Array.from({ length }, (_, place) => Math.sin(place * 12.9898 + seed) * scale);

/** Writes an adapter as PEFT does; `order` gives the row from which each row of the second factors is taken. */
async function writeAdapter(folder: string, order: (row: number) => number): Promise<void> {
  const tensors = layers.flatMap((layer): SafetensorsInput[] => {
    const name = `base_model.model.model.layers.${layer}.self_attn.q_proj.lora_`;
    const b = makeFactor(width * rank, 0.2, layer);
    const ordered = b.map((_, place) => b[order(Math.floor(place / rank)) * rank + (place % rank)] as number);
    const input = (suffix: string, shape: number[], values: Float32Array): SafetensorsInput => ({
      name: name + suffix,
      dtype: 'F32',
      shape,
      readChunks: () => [new Uint8Array(values.buffer)],
    });
    return [
      input('A.weight', [rank, width], makeFactor(rank * width, 0.2, layer + 0.5)),
      input('B.weight', [width, rank], ordered),
    ];
  });
  await mkdir(folder, { recursive: true });
  const configuration = {
    peft_type: 'LORA',
    r: rank,
    lora_alpha: rank,
    bias: 'none',
    target_modules: ['q_proj'],
  };
  await writeFile(
    join(folder, 'adapter_config.json'),
    JSON.stringify({ ...configuration, task_type: 'CAUSAL_LM' }),
  );
  await writeSafetensors(join(folder, 'adapter_model.safetensors'), {
    metadata: new Map([['format', 'pt']]),
    tensors,
  });
}

describe.skipIf(!hasModel || !python)('the gate of a merge, against PyTorch', () => {
  let bench: GateBench;
  let reference: Digest;
  let adapter: Digest;
  const at = (name: string) => join(bench.folder, name);

  beforeAll(async () => {
    bench = await openGateBench({ python });
    await writeAdapter(at('adapter'), (row) => row);
    await mergeLora({
      basePath: basePath as string,
      adapterPath: at('adapter'),
      outputPath: at('sound.gguf'),
    });
    reference = await bench.commit('model', { 'model.gguf': basePath as string });
    adapter = await bench.commit('adapter', {
      'adapter_config.json': at('adapter/adapter_config.json'),
      'adapter_model.safetensors': at('adapter/adapter_model.safetensors'),
    });
  }, 120_000);
  afterAll(() => bench?.dispose());

  const prove = async (path: string) => {
    const model = await bench.commit('model', { 'model.gguf': path });
    return bench.host({ stage: parity, spec: { handover: 'merge' }, inputs: { reference, adapter, model } });
  };

  it('passes the sound merge', { timeout: 300_000 }, async () => {
    const { exitCode, error, report } = await prove(at('sound.gguf'));
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: undefined });
    expect(report).toMatchObject({ handover: 'merge', passed: true });
    expect(report?.checks.map((one) => one.name)).toEqual(
      expect.arrayContaining(['token-ids', 'chat-template', 'logits']),
    );
  });

  it('refuses a merge that forgot to reorder the adapter’s rows', { timeout: 300_000 }, async () => {
    await writeAdapter(at('reordered'), (row) => ggufRow(row, headSize));
    await mergeLora({
      basePath: basePath as string,
      adapterPath: at('reordered'),
      outputPath: at('faulty.gguf'),
    });
    const { error, report } = await prove(at('faulty.gguf'));
    expect(error).toMatchObject({ code: 'gate-failed' });
    expect(error?.message).toMatch(/tensor blk\.(0|7|15)\.attn_q\.weight, row \d+/);
    expect(report?.checks.filter((one) => !one.passed).map((one) => one.name)).toEqual(
      expect.arrayContaining(['file-weights', 'logits', 'logits-mean']),
    );
  });

  it('refuses a chat template with a space more', { timeout: 300_000 }, async () => {
    const change = replaceValue('tokenizer.chat_template', (value) => ({
      type: 'string',
      value: String(value.value).replace('+ message[', " + ' ' + message["),
    }));
    await plantFault(at('sound.gguf'), at('faulty.gguf'), change);
    const { error, report } = await prove(at('faulty.gguf'));
    expect(error?.message).toMatch(/metadata tokenizer\.chat_template, line \d+, character \d+/);
    const behaviour = report?.checks.find((one) => one.name === 'chat-template');
    expect(behaviour).toMatchObject({
      passed: false,
      place: expect.stringMatching(/chat "one-turn", character \d+/),
    });
  });
});
