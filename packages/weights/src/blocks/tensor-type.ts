/**
 * Every tensor type a GGUF file may name: its number in the file, the elements of one block and the bytes of one block.
 * Invariant: sizes and numbers equal ggml's (`ggml_type` and `type_traits` in ggml.c, also `GGML_QUANT_SIZES` in Python's gguf).
 * A type listed here can be measured and copied; only those with a codec can be decoded.
 */

export interface TensorTypeFacts {
  /** The number that stands for the type in a GGUF file. */
  readonly id: number;
  /** How ggml prints it. */
  readonly label: string;
  readonly blockElements: number;
  readonly blockBytes: number;
}

const facts = (id: number, label: string, blockElements: number, blockBytes: number): TensorTypeFacts => ({
  id,
  label,
  blockElements,
  blockBytes,
});

export const tensorTypes = {
  f32: facts(0, 'F32', 1, 4),
  f16: facts(1, 'F16', 1, 2),
  q4_0: facts(2, 'Q4_0', 32, 18),
  q4_1: facts(3, 'Q4_1', 32, 20),
  q5_0: facts(6, 'Q5_0', 32, 22),
  q5_1: facts(7, 'Q5_1', 32, 24),
  q8_0: facts(8, 'Q8_0', 32, 34),
  q8_1: facts(9, 'Q8_1', 32, 40),
  q2_k: facts(10, 'Q2_K', 256, 84),
  q3_k: facts(11, 'Q3_K', 256, 110),
  q4_k: facts(12, 'Q4_K', 256, 144),
  q5_k: facts(13, 'Q5_K', 256, 176),
  q6_k: facts(14, 'Q6_K', 256, 210),
  q8_k: facts(15, 'Q8_K', 256, 292),
  iq2_xxs: facts(16, 'IQ2_XXS', 256, 66),
  iq2_xs: facts(17, 'IQ2_XS', 256, 74),
  iq3_xxs: facts(18, 'IQ3_XXS', 256, 98),
  iq1_s: facts(19, 'IQ1_S', 256, 50),
  iq4_nl: facts(20, 'IQ4_NL', 32, 18),
  iq3_s: facts(21, 'IQ3_S', 256, 110),
  iq2_s: facts(22, 'IQ2_S', 256, 82),
  iq4_xs: facts(23, 'IQ4_XS', 256, 136),
  i8: facts(24, 'I8', 1, 1),
  i16: facts(25, 'I16', 1, 2),
  i32: facts(26, 'I32', 1, 4),
  i64: facts(27, 'I64', 1, 8),
  f64: facts(28, 'F64', 1, 8),
  iq1_m: facts(29, 'IQ1_M', 256, 56),
  bf16: facts(30, 'BF16', 1, 2),
  tq1_0: facts(34, 'TQ1_0', 256, 54),
  tq2_0: facts(35, 'TQ2_0', 256, 66),
  mxfp4: facts(39, 'MXFP4', 32, 17),
  nvfp4: facts(40, 'NVFP4', 64, 36),
  q1_0: facts(41, 'Q1_0', 128, 18),
} as const satisfies Record<string, TensorTypeFacts>;

export type TensorType = keyof typeof tensorTypes;

const typesById = new Map<number, TensorType>(
  Object.entries(tensorTypes).map(([type, { id }]) => [id, type as TensorType]),
);

/** The type with this number in a GGUF file, or undefined for a number this package does not know. */
export function findTensorType(id: number): TensorType | undefined {
  return typesById.get(id);
}
