// How often answers are right by how sure they are. Invariant: ten bands of equal width; bands without answers are left out.
const numBands = 10;

/** @param rows {isRight, confidence from 0 to 1} @returns {from, count, confidence, right} of each band, means of its answers */
export function measureReliability(rows) {
  const bandOf = (confidence) => Math.min(numBands - 1, Math.floor(confidence * numBands));
  return Array.from({ length: numBands }, (_, band) => {
    const own = rows.filter(({ confidence }) => bandOf(confidence) === band);
    const mean = (read) => own.reduce((sum, row) => sum + read(row), 0) / own.length;
    return {
      from: band / numBands,
      count: own.length,
      confidence: mean((row) => row.confidence),
      right: mean((row) => Number(row.isRight)),
    };
  }).filter(({ count }) => count > 0);
}
