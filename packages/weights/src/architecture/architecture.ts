/**
 * What is particular to one model architecture: how its tensors are called on both sides and which rows change place.
 * Invariant: the two name maps are inverse to each other; a row order is a permutation. Refuses to know values or files.
 */
import type { GgufMetadata } from '../gguf/gguf-value.ts';

export interface Architecture {
  /** As under `general.architecture`. */
  readonly name: string;
  /** The GGUF name of a Hugging Face tensor, or undefined for one that a GGUF file does not hold. */
  toGgufName(huggingFaceName: string): string | undefined;
  /** The Hugging Face name of a GGUF tensor, or undefined for one that exists only there. */
  toHuggingFaceName(ggufName: string): string | undefined;
  /**
   * For a tensor whose rows the converter reorders: for each row of the GGUF tensor the row of the Hugging Face tensor it came from.
   * Undefined where rows keep their place.
   */
  getRowOrder(request: RowOrderRequest): RowOrder | undefined;
  /** What the converter added to each value of a tensor (Gemma's norms: 1); zero for almost all. */
  getValueOffset(ggufName: string): number;
}

export interface RowOrderRequest {
  readonly ggufName: string;
  readonly numRows: number;
  readonly metadata: GgufMetadata;
}

export interface RowOrder {
  /** Rows move only within groups of as many. */
  readonly groupRows: number;
  /** For each GGUF row its Hugging Face row. */
  readonly sourceRows: Uint32Array;
}
