/**
 * Parses an argument that is an amount of money in whole units of the currency, "0.15", into micro-units.
 * Refuses more than the six decimals that a micro-unit has, signs, and what JavaScript would take for a number besides.
 */
import { z } from 'zod';
import { parseArgument } from './parse-argument.ts';

const form = 'an amount such as 2 or 0.15, of at most six decimals';
const amount = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,6})?$/, form)
  .transform((text) => Math.round(Number(text) * 1e6));

/**
 * @param name what it is, for the error: "price of output tokens"
 * @throws SlipwayError `argument-invalid`
 */
export function parseAmount(text: string, name: string): number {
  return parseArgument(amount, text, name);
}
