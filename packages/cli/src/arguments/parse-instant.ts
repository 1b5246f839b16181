/**
 * Parses an argument that is an instant: a day, or a day with a time, in ISO 8601.
 * Refuses what JavaScript would read as a date besides ("1", "March"): it means another day to everyone.
 */
import { z } from 'zod';
import { parseArgument } from './parse-argument.ts';

const form = 'a day or an instant in ISO 8601, such as 2026-03-31 or 2026-03-31T18:00Z';
const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?$/, form)
  .refine((text) => !Number.isNaN(Date.parse(text)), form)
  .transform((text) => new Date(text).toISOString());

/**
 * @param name what it is, for the error: "--from"
 * @returns the instant in UTC
 * @throws SlipwayError `argument-invalid`
 */
export function parseInstant(text: string, name: string): string {
  return parseArgument(instant, text, name);
}
