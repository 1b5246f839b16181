/**
 * Which bytes of a document its language is told from: all of a short one, of a longer one windows at equal distances, the first at its
 * beginning and the last at its end.
 * Invariant: depends on the length alone, so the same document is always read at the same places.
 */

/** Bytes that are read of a document at most. */
export const maxSampleBytes = 1024;
const numWindows = 4;
const windowBytes = maxSampleBytes / numWindows;

export interface SampleWindow {
  /** From the document's first byte. */
  start: number;
  length: number;
}

const whole: SampleWindow = { start: 0, length: 0 };
const windows: readonly SampleWindow[] = Array.from({ length: numWindows }, () => ({
  start: 0,
  length: windowBytes,
}));

/** The windows of a document of `length` bytes; the same objects are filled anew by the next call. */
export function sampleWindows(length: number): readonly SampleWindow[] {
  if (length <= maxSampleBytes) {
    whole.length = length;
    return [whole];
  }
  windows.forEach((window, place) => {
    window.start = Math.floor(((length - windowBytes) * place) / (numWindows - 1));
  });
  return windows;
}
