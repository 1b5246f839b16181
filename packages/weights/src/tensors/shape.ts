/** Facts of a shape. Invariant: a shape without dimensions is one element. */

/** The elements of one row: the innermost dimension. */
export function rowLength(shape: readonly number[]): number {
  return shape.at(-1) ?? 1;
}

/** A shape as people write it: `[49152, 576]`. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
