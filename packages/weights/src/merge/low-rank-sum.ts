/**
 * W + scale * L R on rows of W, in place: the arithmetic of a LoRA merge.
 * Invariant: each change is summed in double precision and added once, so the result is the 32-bit float nearest to the exact sum
 * (to one rounding), whatever the cutting into pieces. Columns are taken in tiles so that R's tile stays in the nearest cache.
 */

export interface LowRankFactors {
  readonly rank: number;
  /** [rows, rank], row after row: LoRA's B. */
  readonly left: Float32Array;
  /** [rank, columns], row after row: LoRA's A. */
  readonly right: Float32Array;
  readonly scale: number;
}

export interface RowRange {
  readonly numColumns: number;
  /** For each row of `values` the row of `left` that belongs to it. */
  readonly leftRows: Uint32Array;
}

const tileColumns = 512;
const change = new Float64Array(tileColumns);

/** Adds four scaled rows of `right` (or what is left of four) to the change of one row's tile. */
function addFourRows(
  right: Float32Array,
  at: readonly number[],
  weights: readonly number[],
  width: number,
): void {
  const [at0, at1, at2, at3] = at as [number, number, number, number];
  const [w0, w1, w2, w3] = weights as [number, number, number, number];
  for (let i = 0; i < width; i++) {
    change[i] =
      (change[i] as number) +
      w0 * (right[at0 + i] as number) +
      w1 * (right[at1 + i] as number) +
      w2 * (right[at2 + i] as number) +
      w3 * (right[at3 + i] as number);
  }
}

function computeChange(
  factors: LowRankFactors,
  leftRow: number,
  tile: { start: number; width: number; stride: number },
): void {
  const { rank, left, right, scale } = factors;
  const { start, width, stride } = tile;
  change.fill(0, 0, width);
  const at = [0, 0, 0, 0];
  const weights = [0, 0, 0, 0];
  for (let k = 0; k < rank; k += 4) {
    for (let j = 0; j < 4; j++) {
      const isInside = k + j < rank;
      at[j] = (isInside ? k + j : 0) * stride + start;
      weights[j] = isInside ? scale * (left[leftRow * rank + k + j] as number) : 0;
    }
    addFourRows(right, at, weights, width);
  }
}

/**
 * Adds the low-rank change to whole rows.
 * @param values rows of W, row after row; changed in place
 * @param range which rows they are and how long
 */
export function addLowRank(values: Float32Array, factors: LowRankFactors, range: RowRange): void {
  const { numColumns, leftRows } = range;
  for (let start = 0; start < numColumns; start += tileColumns) {
    const width = Math.min(tileColumns, numColumns - start);
    for (let row = 0; row < leftRows.length; row++) {
      computeChange(factors, leftRows[row] as number, { start, width, stride: numColumns });
      const from = row * numColumns + start;
      for (let i = 0; i < width; i++) values[from + i] = (values[from + i] as number) + (change[i] as number);
    }
  }
}
