/**
 * Merges a LoRA adapter into a base model: W + scale * B A for each module it was trained on, written as a new GGUF file.
 * Invariant: every module of the adapter is merged or the merge is refused; nothing else changes but the type. Where embeddings
 * are tied and the adapter changes only one of the two uses, the other is written beside it with its old values.
 * Refuses adapters that do not fit the base, naming the tensor.
 */

import type { WritableType } from '../blocks/codecs.ts';
import type { OperationOptions } from '../files/operation-options.ts';
import { openGguf } from '../gguf/gguf-file.ts';
import type { GgufMetadata } from '../gguf/gguf-value.ts';
import { rewriteGguf, type WrittenModel } from '../transcode/rewrite-gguf.ts';
import { openLoraAdapter } from './lora-adapter.ts';
import { planMerge } from './plan-merge.ts';

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
      const tensors = planMerge(base, adapter);
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
