/**
 * Takes sentences out of a text's bytes.
 * Invariant: whole sentences go and whole ones stay, byte for byte. Where the bytes are no UTF-8, so that characters cannot be counted,
 * only the ranges themselves go.
 */
import { sentenceEnds } from '../sentences/sentence-ends.ts';

interface Range {
  start: number;
  end: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Offsets in bytes after each sentence. */
function byteEnds(bytes: Uint8Array): number[] | undefined {
  const text = decoder.decode(bytes);
  let [from, numBytes] = [0, 0];
  const ends = sentenceEnds(text, 0, text.length).map((end) => {
    numBytes += encoder.encode(text.slice(from, end)).length;
    from = end;
    return numBytes;
  });
  return numBytes === bytes.length ? ends : undefined;
}

/** @param ranges in bytes @returns a copy of what is left */
export function cutSentences(bytes: Uint8Array, ranges: readonly Range[]): Uint8Array {
  const ends = byteEnds(bytes);
  const isTouched = (start: number, end: number) =>
    ranges.some((range) => range.start < end && range.end > start);
  const bounds =
    ends ??
    [...new Set([...ranges.flatMap(({ start, end }) => [start, end]), bytes.length])].sort((a, b) => a - b);
  const kept = new Uint8Array(bytes.length);
  let [from, written] = [0, 0];
  for (const end of bounds) {
    if (!isTouched(from, end)) {
      kept.set(bytes.subarray(from, end), written);
      written += end - from;
    }
    from = end;
  }
  return kept.subarray(0, written);
}
