/**
 * A GGUF model as one safetensors file with Hugging Face names.
 * Invariant: what llama.cpp's converter did is undone: rows go back to their place, norms lose what was added to them. Tied embeddings
 * are written once. Refuses architectures without a map; lists tensors that exist only in GGUF.
 */
import type { Architecture, RowOrder } from '../architecture/architecture.ts';
import { getArchitecture } from '../architecture/architectures.ts';
import type { OperationOptions } from '../files/operation-options.ts';
import { type GgufFile, type GgufTensor, openGguf } from '../gguf/gguf-file.ts';
import { type SafetensorsInput, writeSafetensors } from '../safetensors/write-safetensors.ts';
import { decodeTensor } from '../transcode/decode-tensor.ts';
import { encodePieces } from '../transcode/encode-pieces.ts';

export interface ExportOptions extends OperationOptions {
  /** The type that every tensor gets. */
  readonly type: 'f32' | 'f16' | 'bf16';
}

export interface ExportedModel {
  readonly path: string;
  readonly sizeBytes: number;
  readonly numTensors: number;
  /** GGUF tensors without a Hugging Face name, which were left out (tables such as `rope_freqs.weight`). */
  readonly omittedTensors: readonly string[];
}

const dtypes = { f32: 'F32', f16: 'F16', bf16: 'BF16' } as const;

/** Puts the rows of whole groups back where Hugging Face has them. */
function restoreRows(values: Float32Array, columns: number, order: RowOrder): void {
  const { groupRows, sourceRows } = order;
  const group = new Float32Array(groupRows * columns);
  for (let from = 0; from < values.length; from += group.length) {
    group.set(values.subarray(from, from + group.length));
    for (let row = 0; row < groupRows; row++) {
      // Every group is reordered alike, so the first group's order serves for all.
      const home = from + (sourceRows[row] as number) * columns;
      values.set(group.subarray(row * columns, (row + 1) * columns), home);
    }
  }
}

async function* readOriginal(source: GgufFile, tensor: GgufTensor, undo: Undo): AsyncGenerator<Float32Array> {
  const columns = tensor.numElements / (tensor.shape[0] as number);
  const { order, offset, signal } = undo;
  const multipleOf = columns * (order?.groupRows ?? 1);
  for await (const values of decodeTensor(source, tensor, { multipleOf, signal })) {
    if (order) restoreRows(values, columns, order);
    if (offset !== 0) for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) - offset;
    yield values;
  }
}

interface Undo {
  readonly order: RowOrder | undefined;
  readonly offset: number;
  readonly signal: AbortSignal | undefined;
}

function planTensor(
  source: GgufFile,
  tensor: GgufTensor,
  context: PlanContext,
): SafetensorsInput | undefined {
  const { architecture, type, signal } = context;
  const name = architecture.toHuggingFaceName(tensor.name);
  if (name === undefined) return undefined;
  const { shape } = tensor;
  const request = { ggufName: tensor.name, numRows: shape[0] as number, metadata: source.metadata };
  const undo = {
    order: architecture.getRowOrder(request),
    offset: architecture.getValueOffset(tensor.name),
    signal,
  };
  const readChunks = () => encodePieces(readOriginal(source, tensor, undo), type, tensor.name);
  return { name, dtype: dtypes[type], shape, readChunks };
}

interface PlanContext {
  readonly architecture: Architecture;
  readonly type: ExportOptions['type'];
  readonly signal: AbortSignal | undefined;
}

/**
 * Writes the weights of a GGUF file as safetensors.
 * @param sourcePath a GGUF file of any readable type and an architecture with a map
 * @param targetPath where to write; appears only when complete
 * @throws SlipwayError any of the weights codes or `disk-full`; or the signal's reason
 */
export async function exportSafetensors(
  sourcePath: string,
  targetPath: string,
  options: ExportOptions,
): Promise<ExportedModel> {
  const source = await openGguf(sourcePath);
  try {
    const context = {
      architecture: getArchitecture(source.metadata),
      type: options.type,
      signal: options.signal,
    };
    const omittedTensors: string[] = [];
    const tensors: SafetensorsInput[] = [];
    for (const tensor of source.tensors) {
      const input = planTensor(source, tensor, context);
      if (input) tensors.push(input);
      else omittedTensors.push(tensor.name);
    }
    const metadata = new Map([['format', 'pt']]);
    const sizeBytes = await writeSafetensors(targetPath, { metadata, tensors }, options);
    return { path: targetPath, sizeBytes, numTensors: tensors.length, omittedTensors };
  } finally {
    await source.close();
  }
}
