/**
 * What a model is, from the metadata and tensor list of its GGUF file.
 * Invariant: nothing is guessed: what the file does not say is undefined. Refuses to read weights.
 */
import { type TensorType, tensorTypes } from '../blocks/tensor-type.ts';
import { type GgufFile, openGguf } from '../gguf/gguf-file.ts';
import { findNumber, findText, findTexts } from '../gguf/gguf-value.ts';
import { nameFileType } from '../transcode/file-type.ts';

export interface ModelDescription {
  /** `llama`, `qwen2`, ... */
  readonly architecture: string | undefined;
  readonly name: string | undefined;
  readonly numParameters: number;
  readonly numTensors: number;
  readonly numLayers: number | undefined;
  /** Tokens that the model was made to attend to. */
  readonly contextLength: number | undefined;
  readonly embeddingSize: number | undefined;
  readonly numHeads: number | undefined;
  readonly numKeyValueHeads: number | undefined;
  /** What an engine keeps of one token of a conversation: keys and values of each layer, in 16 bits each. */
  readonly cacheBytesPerToken: number | undefined;
  readonly vocabularySize: number | undefined;
  /** `F16`, `Q8_0`, `Q4_K_M`, ... as the file names itself. */
  readonly fileType: string | undefined;
  /** How many bytes of tensors there are of each type, largest first. */
  readonly bytesByType: readonly { readonly type: string; readonly numBytes: number }[];
  readonly sizeBytes: number;
  /** Whether the output matrix is the embedding matrix. */
  readonly isTied: boolean;
  /** `gpt2`, `llama`, ... and the rule that splits text before merging. */
  readonly tokenizer: string | undefined;
  readonly preTokenizer: string | undefined;
  readonly chatTemplate: string | undefined;
  readonly licence: string | undefined;
  readonly languages: readonly string[];
}

function sumByType(file: GgufFile): { type: string; numBytes: number }[] {
  const sums = new Map<TensorType, number>();
  for (const { type, numBytes } of file.tensors) sums.set(type, (sums.get(type) ?? 0) + numBytes);
  return [...sums]
    .map(([type, numBytes]) => ({ type: tensorTypes[type].label as string, numBytes }))
    .toSorted((a, b) => b.numBytes - a.numBytes || (a.type < b.type ? -1 : 1));
}

function measureCache(find: (key: string) => number | undefined): number | undefined {
  const [numLayers, numHeads] = [find('block_count'), find('attention.head_count')];
  const headSize = numHeads && (find('embedding_length') ?? Number.NaN) / numHeads;
  const [keySize, valueSize] = [find('attention.key_length'), find('attention.value_length')];
  const numKeyValueHeads = find('attention.head_count_kv') ?? numHeads;
  const numBytes =
    2 *
    (numLayers ?? Number.NaN) *
    (numKeyValueHeads ?? Number.NaN) *
    ((keySize ?? headSize ?? Number.NaN) + (valueSize ?? headSize ?? Number.NaN));
  return Number.isFinite(numBytes) ? Math.ceil(numBytes) : undefined;
}

/** Describes an opened file. */
export function describeGguf(file: GgufFile): ModelDescription {
  const { metadata } = file;
  const architecture = findText(metadata, 'general.architecture');
  const find = (key: string): number | undefined => findNumber(metadata, `${architecture}.${key}`);
  const fileTypeId = findNumber(metadata, 'general.file_type');
  const numHeads = find('attention.head_count');
  return {
    architecture,
    name: findText(metadata, 'general.name'),
    numParameters: file.tensors.reduce((sum, { numElements }) => sum + numElements, 0),
    numTensors: file.tensors.length,
    numLayers: find('block_count'),
    contextLength: find('context_length'),
    embeddingSize: find('embedding_length'),
    numHeads,
    numKeyValueHeads: find('attention.head_count_kv') ?? numHeads,
    cacheBytesPerToken: measureCache(find),
    vocabularySize: findTexts(metadata, 'tokenizer.ggml.tokens')?.length ?? find('vocab_size'),
    fileType: fileTypeId === undefined ? undefined : nameFileType(fileTypeId),
    bytesByType: sumByType(file),
    sizeBytes: file.sizeBytes,
    isTied:
      file.findTensor('token_embd.weight') !== undefined && file.findTensor('output.weight') === undefined,
    tokenizer: findText(metadata, 'tokenizer.ggml.model'),
    preTokenizer: findText(metadata, 'tokenizer.ggml.pre'),
    chatTemplate: findText(metadata, 'tokenizer.chat_template'),
    licence: findText(metadata, 'general.license'),
    languages: findTexts(metadata, 'general.languages') ?? [],
  };
}

/**
 * Describes the model in a file.
 * @throws SlipwayError any of the weights codes
 */
export async function describeModelFile(path: string): Promise<ModelDescription> {
  const file = await openGguf(path);
  try {
    return describeGguf(file);
  } finally {
    await file.close();
  }
}
