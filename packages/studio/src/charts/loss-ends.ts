/**
 * Where a curve of losses began and where it came to: the means of its first and of its last tenth.
 * Invariant: the one pair of numbers that sentence, picture and miniature tell of a curve; single steps are too noisy for that.
 */
export function lossEnds(losses: readonly { loss: number }[]): { first: number; last: number } {
  const size = Math.max(1, Math.round(losses.length / 10));
  const mean = (part: readonly { loss: number }[]) =>
    part.reduce((sum, { loss }) => sum + loss, 0) / part.length;
  return { first: mean(losses.slice(0, size)), last: mean(losses.slice(-size)) };
}
