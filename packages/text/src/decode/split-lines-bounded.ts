/**
 * A stream of chunks as lines of bytes, each not longer than a bound.
 * Invariant: a line longer than the bound is skipped as it streams by, so memory stays at the bound and one chunk; line numbers stay true.
 */

export interface ByteLine {
  /** 1-based. */
  number: number;
  /** Without the line feed; `undefined` where the line is longer than the bound. */
  bytes: Uint8Array | undefined;
}

/** Lines cut at line feeds; a last line without one counts, an empty rest does not. */
export async function* splitLinesBounded(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<ByteLine> {
  let held: Uint8Array[] = [];
  let numHeld = 0;
  let number = 1;
  const take = (piece: Uint8Array) => {
    numHeld += piece.length;
    if (numHeld > maxBytes) held = [];
    else held.push(piece);
  };
  const finish = (): ByteLine => {
    const line = { number, bytes: numHeld > maxBytes ? undefined : Buffer.concat(held, numHeld) };
    held = [];
    numHeld = 0;
    number += 1;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      take(chunk.subarray(from, at));
      yield finish();
      from = at + 1;
    }
    if (from < chunk.length) take(chunk.subarray(from));
  }
  if (numHeld > 0) yield finish();
}
