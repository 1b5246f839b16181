/**
 * Canonical JSON: the one byte sequence of a JSON value, so that equal values have equal digests.
 * Invariant: keys sorted by UTF-16 code units, no white space, numbers as ECMAScript prints them (RFC 8785).
 * A lone surrogate, which RFC 8785 refuses, stands as its escape: a span of a document may begin with one.
 * Refuses what JSON cannot hold: undefined inside arrays, functions, NaN and the infinities.
 */
import { SlipwayError } from './slipway-error.ts';

/** A value JSON can hold. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * Prints a value as RFC 8785 canonical JSON. Properties that are undefined are left out.
 * @throws SlipwayError `internal` where the value is not JSON
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw notJson(String(value));
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const record = value as Record<string, unknown>;
    const keys = Object.keys(record)
      .filter((key) => record[key] !== undefined)
      .sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`).join(',')}}`;
  }
  throw notJson(typeof value);
}

/** A value as plain JSON, without the properties that are undefined. @throws SlipwayError `internal` where it is not JSON */
export function toJson(value: unknown): Json {
  return JSON.parse(canonicalJson(value)) as Json;
}

function notJson(what: string): SlipwayError {
  return new SlipwayError({
    code: 'internal',
    message: `a value that is not JSON was to be hashed: ${what}`,
  });
}
