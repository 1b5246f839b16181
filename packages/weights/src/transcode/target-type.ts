/**
 * Which type a tensor gets in a file of a given type, as llama.cpp chooses.
 * Invariant: vectors, norms and expert routers stay F32 (`tensor_allows_quantization` in llama-quant.cpp); a row that does not divide
 * into blocks falls back to F16 (convert_hf_to_gguf.py); in a 4-bit file the output matrix stays Q8_0 (llama.cpp keeps it at Q6_K, or
 * Q8_0 where rows are not divisible by 256). Integer tensors are copied.
 */
import type { WritableType } from '../blocks/codecs.ts';
import { tensorTypes } from '../blocks/tensor-type.ts';
import { rowLength } from '../tensors/shape.ts';

export interface TypeChoice {
  readonly type: WritableType;
  /** Why it is not the file's type; undefined when it is. */
  readonly reason?: 'vector-or-norm' | 'row-length' | 'output-matrix';
}

export interface TypeRequest {
  readonly name: string;
  readonly shape: readonly number[];
  /** The file's type. */
  readonly type: WritableType;
  /** Whether the tensor turns hidden states into logits (`output.weight`, or tied embeddings). */
  readonly isOutput: boolean;
}

/** The type in which a tensor is to be written, and why. */
export function chooseType({ name, shape, type, isOutput }: TypeRequest): TypeChoice {
  const isMatrix = shape.filter((size) => size > 1).length >= 2;
  const staysExact = !isMatrix || name.endsWith('_norm.weight') || name.endsWith('ffn_gate_inp.weight');
  if (type !== 'f32' && staysExact) return { type: 'f32', reason: 'vector-or-norm' };
  const is4Bit = type === 'q4_0' || type === 'q4_1';
  const wanted = is4Bit && isOutput ? 'q8_0' : type;
  if (rowLength(shape) % tensorTypes[wanted].blockElements !== 0)
    return { type: 'f16', reason: 'row-length' };
  return wanted === type ? { type } : { type: wanted, reason: 'output-matrix' };
}
