/**
 * What a comparison finds: each difference with its place, as data and in one sentence.
 * Invariant: `place` names the metadata key, the list element or the tensor (and row) so that a gate can repeat it as it is.
 */

export interface GgufDifference {
  /**
   * `metadata`: a key of the architecture or of the model's description. `tokenizer`: tokens, merges, special ids.
   * `chat-template`: the template. `tensors`: a tensor missing, surplus, or of another shape or type. `weights`: values.
   */
  readonly kind: 'metadata' | 'tokenizer' | 'chat-template' | 'tensors' | 'weights';
  /** "metadata llama.rope.freq_base", "metadata tokenizer.ggml.merges, element 812", "tensor blk.3.attn_q.weight, row 17". */
  readonly place: string;
  /** The place and what differs there, in one sentence. */
  readonly message: string;
  /** For `weights`: the relative error of the worst row; elsewhere how many elements differ. */
  readonly measured: number;
  /** What `measured` may be at most. */
  readonly bound: number;
}

/** How far a tensor's values are from the reference. */
export interface TensorError {
  readonly name: string;
  /** Norm of the difference over norm of the reference. */
  readonly relativeError: number;
  /** The row whose relative error is largest, and that error. */
  readonly worstRow: number;
  readonly worstRowError: number;
  readonly maximumAbsoluteError: number;
  /** What the relative error of a row may be at most, from the type it is stored in. */
  readonly bound: number;
}

export interface GgufComparison {
  /** Whether nothing differs beyond the bounds. */
  readonly isEqual: boolean;
  /** Metadata first, then tokenizer, template, tensors, weights; within a kind in the order of the reference. */
  readonly differences: readonly GgufDifference[];
  readonly tensorErrors: readonly TensorError[];
  /** The tensor whose error is largest in relation to its bound; undefined when none could be compared. */
  readonly worstTensor: TensorError | undefined;
}
