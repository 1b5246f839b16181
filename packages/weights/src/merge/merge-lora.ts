/**
 * Merges a LoRA adapter into a base model: W + scale * B A for each module it was trained on, written as a new GGUF file.
 * Invariant: every module of the adapter is merged or the merge is refused; nothing else changes but the type. Where embeddings
 * are tied and the adapter changes only one of the two uses, the other is written beside it with its old values.
 * Refuses adapters that do not fit the base, naming the tensor.
 */

import type { Architecture } from '../architecture/architecture.ts';
import { getArchitecture } from '../architecture/architectures.ts';
import type { WritableType } from '../blocks/codecs.ts';
import { makeWeightsError } from '../errors/weights-error.ts';
import type { OperationOptions } from '../files/operation-options.ts';
import { type GgufFile, type GgufTensor, openGguf } from '../gguf/gguf-file.ts';
import type { GgufMetadata } from '../gguf/gguf-value.ts';
import { formatShape } from '../tensors/shape.ts';
import {
  type PieceTransform,
  type PlannedTensor,
  rewriteGguf,
  type WrittenModel,
} from '../transcode/rewrite-gguf.ts';
import { type AdaptedModule, type LoraAdapter, openLoraAdapter } from './lora-adapter.ts';
import { addLowRank } from './low-rank-sum.ts';

export interface MergeOptions extends OperationOptions {
  /** The base model, a GGUF file of any readable type. */
  readonly basePath: string;
  /** The folder with `adapter_config.json` and `adapter_model.safetensors`. */
  readonly adapterPath: string;
  /** Where to write; appears only when complete. */
  readonly outputPath: string;
  /** The type that most tensors get; `f16` by default. */
  readonly type?: WritableType;
  /** Metadata to set on top of the base's. */
  readonly metadata?: GgufMetadata;
}

export interface MergedModel extends WrittenModel {
  /** GGUF names of the tensors that the adapter changed. */
  readonly mergedTensors: readonly string[];
  /** Whether tied embeddings had to be written apart. */
  readonly isUntied: boolean;
}

const embeddingName = 'token_embd.weight';
const outputName = 'output.weight';

interface Matched {
  /** The GGUF name under which the result is written. */
  readonly name: string;
  readonly from: GgufTensor;
  readonly module: AdaptedModule;
}

function matchModule(base: GgufFile, architecture: Architecture, module: AdaptedModule): Matched {
  const name = architecture.toGgufName(`${module.module}.weight`);
  const isTiedOutput = name === outputName && !base.findTensor(outputName);
  const from = name === undefined ? undefined : base.findTensor(isTiedOutput ? embeddingName : name);
  if (name === undefined || !from) {
    throw makeWeightsError(
      'weights-tensor-missing',
      `the adapter changes ${module.module}, which ${base.path} (${architecture.name}) does not have`,
    );
  }
  const [rows, columns] = module.shape;
  if (from.shape.length !== 2 || from.shape[0] !== rows || from.shape[1] !== columns) {
    throw makeWeightsError(
      'weights-shape-mismatch',
      `the adapter changes ${module.module} of shape ${formatShape(module.shape)}, in ${base.path} ${from.name} has ${formatShape(from.shape)}`,
      { hint: 'Merge the adapter into the base model that it was trained on.' },
    );
  }
  return { name, from, module };
}

async function prepareMerge(
  adapter: LoraAdapter,
  matched: Matched,
  order: Uint32Array | undefined,
): Promise<PieceTransform> {
  const factors = await adapter.readFactors(matched.module);
  const numColumns = matched.module.shape[1];
  return (values, firstRow) => {
    const leftRows = Uint32Array.from(
      { length: values.length / numColumns },
      (_, i) => order?.[firstRow + i] ?? firstRow + i,
    );
    addLowRank(values, factors, { numColumns, leftRows });
  };
}

function planTensors(base: GgufFile, adapter: LoraAdapter): PlannedTensor[] {
  const architecture = getArchitecture(base.metadata);
  const matches = new Map<string, Matched>();
  for (const module of adapter.modules) {
    const matched = matchModule(base, architecture, module);
    matches.set(matched.name, matched);
  }
  const plan = (name: string, from: GgufTensor): PlannedTensor => {
    const matched = matches.get(name);
    if (!matched) return { name, from };
    const numRows = matched.module.shape[0];
    const order = architecture.getRowOrder({ ggufName: name, numRows, metadata: base.metadata });
    return { name, from, prepareTransform: () => prepareMerge(adapter, matched, order?.sourceRows) };
  };
  const planned = base.tensors.map((tensor) => plan(tensor.name, tensor));
  const embedding = base.findTensor(embeddingName);
  const isTied = embedding !== undefined && !base.findTensor(outputName);
  if (isTied && (matches.has(outputName) || matches.has(embeddingName)))
    planned.push(plan(outputName, embedding));
  return planned;
}

/**
 * Merges an adapter into a base model and writes the result.
 * @returns what was written, which tensors the adapter changed, and which matrices did not get the file's type
 * @throws SlipwayError any of the weights codes or `disk-full`; or the signal's reason. Then no file is left
 */
export async function mergeLora(options: MergeOptions): Promise<MergedModel> {
  const { basePath, adapterPath, outputPath, type = 'f16', metadata, onProgress, signal } = options;
  const base = await openGguf(basePath);
  try {
    const adapter = await openLoraAdapter(adapterPath);
    try {
      const tensors = planTensors(base, adapter);
      const written = await rewriteGguf({
        source: base,
        path: outputPath,
        type,
        tensors,
        metadata,
        onProgress,
        signal,
      });
      const merged = tensors.filter(({ prepareTransform }) => prepareTransform !== undefined);
      return {
        ...written,
        mergedTensors: merged.map(({ name }) => name),
        isUntied: tensors.length > base.tensors.length,
      };
    } finally {
      await adapter.close();
    }
  } finally {
    await base.close();
  }
}
