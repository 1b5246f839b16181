/**
 * Compares the values of one tensor with what they should be, and says where and how they differ.
 * Invariant: memory is bounded by two pieces and three numbers a row. When a row is wrong, the reference is searched for it, so that
 * reordered rows are told from changed ones.
 */
import type { GgufFile, GgufTensor } from '../gguf/gguf-file.ts';
import { rowLength } from '../tensors/shape.ts';
import { decodeTensor } from '../transcode/decode-tensor.ts';
import type { GgufDifference, TensorError } from './difference.ts';
import { type ErrorBound, getErrorBound } from './error-bounds.ts';

/** A tensor as it should be. */
export interface ExpectedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Its values from the start, in pieces of whole rows; may be called again. */
  readonly readRows: () => AsyncIterable<Float32Array>;
}

export interface TensorFinding {
  readonly error: TensorError;
  readonly difference: GgufDifference | undefined;
}

interface RowErrors {
  readonly squaredError: Float64Array;
  readonly squaredNorm: Float64Array;
  maximumAbsoluteError: number;
}

/** The rows of two streams, cut alike although their pieces may not be. */
async function* zipRows(
  a: AsyncIterable<Float32Array>,
  b: AsyncIterable<Float32Array>,
): AsyncGenerator<[Float32Array, Float32Array]> {
  const iterators = [a[Symbol.asyncIterator](), b[Symbol.asyncIterator]()] as const;
  const rest: [Float32Array, Float32Array] = [new Float32Array(0), new Float32Array(0)];
  try {
    for (;;) {
      for (const side of [0, 1] as const) {
        if (rest[side].length > 0) continue;
        const next = await iterators[side].next();
        if (next.done) return;
        rest[side] = next.value;
      }
      const length = Math.min(rest[0].length, rest[1].length);
      yield [rest[0].subarray(0, length), rest[1].subarray(0, length)];
      rest[0] = rest[0].subarray(length);
      rest[1] = rest[1].subarray(length);
    }
  } finally {
    for (const iterator of iterators) await iterator.return?.(undefined);
  }
}

function accumulate(
  errors: RowErrors,
  pair: readonly [Float32Array, Float32Array],
  at: { row: number; columns: number },
): void {
  const [expected, actual] = pair;
  const { columns } = at;
  for (let from = 0, row = at.row; from < expected.length; from += columns, row++) {
    let squaredError = 0;
    let squaredNorm = 0;
    let largest = errors.maximumAbsoluteError;
    for (let i = from; i < from + columns; i++) {
      const value = expected[i] as number;
      const error = Math.abs(value - (actual[i] as number));
      squaredError += error * error;
      squaredNorm += value * value;
      // A NaN on either side must count as the largest error, which a comparison with < would hide.
      if (!(error <= largest)) largest = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
    }
    errors.squaredError[row] = Number.isNaN(squaredError) ? Number.POSITIVE_INFINITY : squaredError;
    errors.squaredNorm[row] = squaredNorm;
    errors.maximumAbsoluteError = largest;
  }
}

async function measureRows(
  expected: ExpectedTensor,
  candidate: AsyncIterable<Float32Array>,
): Promise<RowErrors> {
  const columns = rowLength(expected.shape);
  const numRows = expected.shape.reduce((product, size) => product * size, 1) / columns;
  const errors = {
    squaredError: new Float64Array(numRows),
    squaredNorm: new Float64Array(numRows),
    maximumAbsoluteError: 0,
  };
  let row = 0;
  for await (const pair of zipRows(expected.readRows(), candidate)) {
    accumulate(errors, pair, { row, columns });
    row += pair[0].length / columns;
  }
  return errors;
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** Whether a row's error is more than storing it can have caused; a NaN is. */
function isBeyond(squaredError: number, squaredNorm: number, limits: RowLimits): boolean {
  const allowed =
    limits.bound.relative * Math.sqrt(squaredNorm) + limits.bound.absolute * Math.sqrt(limits.columns);
  return !(Math.sqrt(squaredError) <= allowed);
}

interface RowLimits {
  readonly bound: ErrorBound;
  readonly columns: number;
}

async function readRow(
  rows: AsyncIterable<Float32Array>,
  index: number,
  columns: number,
): Promise<Float32Array> {
  let before = 0;
  for await (const piece of rows) {
    const from = index * columns - before;
    if (from < piece.length) return piece.slice(from, from + columns);
    before += piece.length;
  }
  return new Float32Array(columns);
}

/** The row of the reference that a row of the candidate equals, or -1. */
async function findRow(expected: ExpectedTensor, row: Float32Array, limits: RowLimits): Promise<number> {
  let index = 0;
  for await (const piece of expected.readRows()) {
    for (let from = 0; from < piece.length; from += row.length, index++) {
      let squaredError = 0;
      let squaredNorm = 0;
      for (let i = 0; i < row.length; i++) {
        const value = piece[from + i] as number;
        squaredError += (value - (row[i] as number)) ** 2;
        squaredNorm += value * value;
      }
      if (squaredNorm > 0 && !isBeyond(squaredError, squaredNorm, limits)) return index;
    }
  }
  return -1;
}

interface Fault {
  readonly error: TensorError;
  readonly limits: RowLimits;
  readonly firstRow: number;
  readonly numWrong: number;
  readonly numRows: number;
}

async function describeFault(
  expected: ExpectedTensor,
  fault: Fault,
  readCandidate: () => AsyncIterable<Float32Array>,
): Promise<GgufDifference> {
  const { error, limits, firstRow, numWrong, numRows } = fault;
  const { columns } = limits;
  const home =
    columns > 1 ? await findRow(expected, await readRow(readCandidate(), firstRow, columns), limits) : -1;
  const place = `tensor ${expected.name}, row ${firstRow}`;
  const what =
    home >= 0 && home !== firstRow ? `it holds row ${home}: rows are in another order` : 'its values differ';
  const extent = `${numWrong} of ${numRows} rows differ, relative error of the tensor ${error.relativeError.toPrecision(3)}`;
  return {
    kind: 'weights',
    place,
    message: `${place}: ${what} (${extent})`,
    measured: error.worstRowError,
    bound: error.bound,
  };
}

function summarise(name: string, errors: RowErrors, bound: ErrorBound): TensorError {
  const squaredNorm = sum(errors.squaredNorm);
  const squaredError = sum(errors.squaredError);
  let worstRow = 0;
  let worstRowError = 0;
  for (const [row, rowError] of errors.squaredError.entries()) {
    const rowNorm = errors.squaredNorm[row] as number;
    const relative = rowError === 0 ? 0 : Math.sqrt(rowError / rowNorm);
    if (relative > worstRowError) {
      worstRow = row;
      worstRowError = relative;
    }
  }
  const relativeError = squaredError === 0 ? 0 : Math.sqrt(squaredError / squaredNorm);
  const { maximumAbsoluteError } = errors;
  return { name, relativeError, worstRow, worstRowError, maximumAbsoluteError, bound: bound.relative };
}

/**
 * Compares a stored tensor with what it should hold, row by row, so that two rows exchanged among thousands are found.
 * @param expected shape and values; the shapes must agree
 * @param candidate the file and its tensor
 */
export async function compareTensor(
  expected: ExpectedTensor,
  candidate: { readonly file: GgufFile; readonly tensor: GgufTensor },
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<TensorFinding> {
  const { file, tensor } = candidate;
  const bound = getErrorBound(tensor.type);
  const columns = rowLength(tensor.shape);
  const limits = { bound, columns };
  const readCandidate = () => decodeTensor(file, tensor, { multipleOf: columns, signal: options.signal });
  const errors = await measureRows(expected, readCandidate());
  const error = summarise(expected.name, errors, bound);
  const wrongRows = errors.squaredError.reduce<number[]>((rows, rowError, row) => {
    if (isBeyond(rowError, errors.squaredNorm[row] as number, limits)) rows.push(row);
    return rows;
  }, []);
  const [firstRow] = wrongRows;
  if (firstRow === undefined) return { error, difference: undefined };
  const fault = { error, limits, firstRow, numWrong: wrongRows.length, numRows: errors.squaredError.length };
  return { error, difference: await describeFault(expected, fault, readCandidate) };
}
