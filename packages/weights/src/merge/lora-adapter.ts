/**
 * A PEFT LoRA adapter opened for reading: which modules it changes and with which factors.
 * Invariant: every tensor in the file belongs to a complete pair whose shapes agree on the rank; factors are read one module at a
 * time. Refuses tensors that are no LoRA factors: leaving them out would give another model.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TensorType } from '../blocks/tensor-type.ts';
import { makeWeightsError } from '../errors/weights-error.ts';
import { getDtypeFacts } from '../safetensors/dtype.ts';
import type { SafetensorsTensor } from '../safetensors/parse-header.ts';
import { openSafetensors, type SafetensorsFile } from '../safetensors/safetensors-file.ts';
import { formatShape } from '../tensors/shape.ts';
import { decodeWholeTensor } from '../transcode/decode-tensor.ts';
import {
  type AdapterConfiguration,
  computeScale,
  readAdapterConfiguration,
} from './adapter-configuration.ts';
import type { LowRankFactors } from './low-rank-sum.ts';

export interface AdaptedModule {
  /** As in the model: `model.layers.0.self_attn.q_proj`. */
  readonly module: string;
  /** Rows and columns of the weight it changes. */
  readonly shape: readonly [number, number];
  readonly rank: number;
  readonly scale: number;
}

export interface LoraAdapter {
  readonly path: string;
  readonly modules: readonly AdaptedModule[];
  /** Reads one module's factors into memory. */
  readFactors(module: AdaptedModule): Promise<LowRankFactors>;
  close(): Promise<void>;
}

interface FactorPair {
  readonly a: SafetensorsTensor;
  readonly b: SafetensorsTensor;
  readonly isEmbedding: boolean;
}

const tensorName = /^base_model\.model\.(.+)\.lora_(embedding_)?([AB])(?:\.weight)?$/;

function pairTensors(file: SafetensorsFile): Map<string, FactorPair> {
  const halves = new Map<string, Partial<Record<'A' | 'B', SafetensorsTensor>> & { isEmbedding: boolean }>();
  for (const tensor of file.tensors) {
    const [, module, embedding, letter] = tensorName.exec(tensor.name) ?? [];
    if (module === undefined) {
      throw makeWeightsError(
        'weights-file-invalid',
        `${file.path}: tensor ${tensor.name} is no LoRA factor, it cannot be merged`,
      );
    }
    const half = halves.get(module) ?? { isEmbedding: embedding !== undefined };
    half[letter as 'A' | 'B'] = tensor;
    halves.set(module, half);
  }
  const pairs = new Map<string, FactorPair>();
  for (const [module, { A: a, B: b, isEmbedding }] of halves) {
    if (!a || !b) {
      throw makeWeightsError(
        'weights-tensor-missing',
        `${file.path}: module ${module} has factor ${a ? 'A' : 'B'} only`,
        {
          hint: 'The adapter file is incomplete; save it again.',
        },
      );
    }
    pairs.set(module, { a, b, isEmbedding });
  }
  if (pairs.size === 0) throw makeWeightsError('weights-file-invalid', `${file.path} holds no LoRA factors`);
  return pairs;
}

function describeModule(
  module: string,
  pair: FactorPair,
  configuration: AdapterConfiguration,
): AdaptedModule {
  const { a, b, isEmbedding } = pair;
  const [rank = 0, inputs = 0] = a.shape;
  const [outputs = 0, rankOfB = 0] = b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2 || rank !== rankOfB || rank * inputs * outputs === 0) {
    throw makeWeightsError(
      'weights-shape-mismatch',
      `adapter module ${module}: the factors A ${formatShape(a.shape)} and B ${formatShape(b.shape)} do not fit each other`,
    );
  }
  const shape = isEmbedding ? ([inputs, outputs] as const) : ([outputs, inputs] as const);
  return { module, shape, rank, scale: computeScale(configuration, module, rank) };
}

function withType(tensor: SafetensorsTensor): SafetensorsTensor & { type: TensorType } {
  const { type } = getDtypeFacts(tensor.dtype);
  if (type === undefined) {
    throw makeWeightsError(
      'weights-type-unsupported',
      `adapter tensor ${tensor.name} has type ${tensor.dtype}`,
    );
  }
  return { ...tensor, type };
}

function transpose(values: Float32Array, numRows: number): Float32Array {
  const numColumns = values.length / numRows;
  const transposed = new Float32Array(values.length);
  for (let row = 0; row < numRows; row++) {
    for (let column = 0; column < numColumns; column++) {
      transposed[column * numRows + row] = values[row * numColumns + column] as number;
    }
  }
  return transposed;
}

async function readFactors(
  file: SafetensorsFile,
  module: AdaptedModule,
  pair: FactorPair,
): Promise<LowRankFactors> {
  const { rank, scale } = module;
  const a = await decodeWholeTensor(file, withType(pair.a));
  const b = await decodeWholeTensor(file, withType(pair.b));
  if (!pair.isEmbedding) return { rank, left: b, right: a, scale };
  return { rank, left: transpose(a, rank), right: transpose(b, module.shape[1]), scale };
}

async function findConfiguration(folder: string): Promise<string> {
  const stats = await stat(folder).catch(() => undefined);
  if (!stats?.isDirectory()) {
    throw makeWeightsError('weights-file-invalid', `${folder} is no adapter folder`, {
      hint: 'Name the folder that holds adapter_config.json and adapter_model.safetensors.',
    });
  }
  return join(folder, 'adapter_config.json');
}

/**
 * Opens an adapter. Close it when done.
 * @param folder with `adapter_config.json` and `adapter_model.safetensors`
 * @throws SlipwayError any of the weights codes
 */
export async function openLoraAdapter(folder: string): Promise<LoraAdapter> {
  const configuration = await readAdapterConfiguration(await findConfiguration(folder));
  const file = await openSafetensors(join(folder, 'adapter_model.safetensors'));
  try {
    const pairs = pairTensors(file);
    const modules = [...pairs].map(([module, pair]) => describeModule(module, pair, configuration));
    return {
      path: folder,
      modules,
      readFactors: (module) => readFactors(file, module, pairs.get(module.module) as FactorPair),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}
