/**
 * The number under `general.file_type`: what a GGUF file mostly consists of.
 * Invariant: the numbers and names of `llama_ftype` in llama.h.
 */
import type { WritableType } from '../blocks/codecs.ts';
import type { GgufMetadata, GgufValue } from '../gguf/gguf-value.ts';

const fileTypeNames: Readonly<Record<number, string>> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  7: 'Q8_0',
  8: 'Q5_0',
  9: 'Q5_1',
  10: 'Q2_K',
  11: 'Q3_K_S',
  12: 'Q3_K_M',
  13: 'Q3_K_L',
  14: 'Q4_K_S',
  15: 'Q4_K_M',
  16: 'Q5_K_S',
  17: 'Q5_K_M',
  18: 'Q6_K',
  19: 'IQ2_XXS',
  20: 'IQ2_XS',
  21: 'Q2_K_S',
  22: 'IQ3_XS',
  23: 'IQ3_XXS',
  24: 'IQ1_S',
  25: 'IQ4_NL',
  26: 'IQ3_S',
  27: 'IQ3_M',
  28: 'IQ2_S',
  29: 'IQ2_M',
  30: 'IQ4_XS',
  31: 'IQ1_M',
  32: 'BF16',
  36: 'TQ1_0',
  37: 'TQ2_0',
  38: 'MXFP4_MOE',
  39: 'NVFP4',
  40: 'Q1_0',
};

const fileTypeIds: Record<WritableType, number> = { f32: 0, f16: 1, q4_0: 2, q4_1: 3, q8_0: 7, bf16: 32 };

/** The version of ggml's block layouts (`GGML_QNT_VERSION`). */
const quantisationVersion = 2;

/** The name of a file type number, or undefined for one that llama.cpp does not list. */
export function nameFileType(id: number): string | undefined {
  return fileTypeNames[id];
}

/**
 * Metadata for a file that was written anew in a type: file type and quantisation version set in their place (at the end if absent),
 * `overrides` on top, and what was only true of the source (its importance matrix, its split) left out.
 */
export function describeWrittenType(
  metadata: GgufMetadata,
  type: WritableType,
  overrides: GgufMetadata = new Map(),
): GgufMetadata {
  const written = new Map<string, GgufValue>();
  for (const [key, value] of metadata) {
    if (!key.startsWith('quantize.') && !key.startsWith('split.')) written.set(key, value);
  }
  written.set('general.file_type', { type: 'uint32', value: fileTypeIds[type] });
  written.set('general.quantization_version', { type: 'uint32', value: quantisationVersion });
  for (const [key, value] of overrides) written.set(key, value);
  return written;
}
