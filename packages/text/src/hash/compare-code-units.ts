/**
 * The one order of strings in this library: by UTF-16 code units.
 * Invariant: never depends on the locale, unlike `localeCompare`.
 */

/** Negative, zero or positive, for `sort`. */
export function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
