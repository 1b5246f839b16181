/**
 * Digits as an exponent: `12` as `¹²`. Refuses nothing: what is no digit stays as it is.
 */
export function raise(digits: string): string {
  return digits.replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? digit);
}
