/**
 * Parses an argument that is a whole number within bounds.
 * Refuses what JavaScript would take for a number besides: empty text, `1e3`, `0x10`.
 */
import { z } from 'zod';
import { parseArgument } from './parse-argument.ts';

/**
 * @param name what it is, for the error: "port"
 * @throws SlipwayError `argument-invalid`
 */
export function parseNumber(text: string, name: string, bounds: { min: number; max: number }): number {
  const { min, max } = bounds;
  const range = `a whole number from ${min} to ${max}`;
  const schema = z
    .string()
    .regex(/^\d{1,15}$/, range)
    .transform(Number)
    .refine((value) => value >= min && value <= max, range);
  return parseArgument(schema, text, name);
}

/** A port, as `openServer` takes it; 0 lets the system choose. Empty where none was given. */
export function parsePort(text: string | undefined): { port?: number } {
  return text === undefined ? {} : { port: parseNumber(text, 'port', { min: 0, max: 65_535 }) };
}
