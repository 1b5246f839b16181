/** The door of the package: files of weights read, written, merged, converted, compared and described. */

export type { Architecture, RowOrder, RowOrderRequest } from './architecture/architecture.ts';
export { architectureNames, getArchitecture } from './architecture/architectures.ts';
export { type ReadableType, readableTypes, type WritableType, writableTypes } from './blocks/codecs.ts';
export { type TensorType, type TensorTypeFacts, tensorTypes } from './blocks/tensor-type.ts';
export {
  type CompareMergeOptions,
  compareGguf,
  compareMerge,
} from './compare/compare-gguf.ts';
export type { GgufComparison, GgufDifference, TensorError } from './compare/difference.ts';
export { type ConvertOptions, convertGguf } from './convert/convert-gguf.ts';
export { type ExportedModel, type ExportOptions, exportSafetensors } from './convert/export-safetensors.ts';
export { describeGguf, describeModelFile, type ModelDescription } from './describe/describe-gguf.ts';
export type { OperationOptions, WeightsProgress } from './files/operation-options.ts';
export { type GgufFile, type GgufTensor, type OpenGgufOptions, openGguf } from './gguf/gguf-file.ts';
export {
  findNumber,
  findText,
  findTexts,
  type GgufArray,
  type GgufMetadata,
  type GgufValue,
} from './gguf/gguf-value.ts';
export { type GgufContent, type GgufTensorInput, writeGguf } from './gguf/write-gguf.ts';
export { type MergedModel, type MergeOptions, mergeLora } from './merge/merge-lora.ts';
export type { Dtype } from './safetensors/dtype.ts';
export type { SafetensorsTensor } from './safetensors/parse-header.ts';
export { openSafetensors, type SafetensorsFile } from './safetensors/safetensors-file.ts';
export { openShardedSafetensors } from './safetensors/sharded-safetensors.ts';
export {
  type SafetensorsContent,
  type SafetensorsInput,
  writeSafetensors,
} from './safetensors/write-safetensors.ts';
export type { StoredTensor, TensorStore } from './tensors/stored-tensor.ts';
export { decodeTensor, decodeWholeTensor } from './transcode/decode-tensor.ts';
export type { TypeException, WrittenModel } from './transcode/rewrite-gguf.ts';
