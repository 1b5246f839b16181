/**
 * Parses an argument by its schema, with an error that names it.
 */
import { SlipwayError } from '@slipway/contracts';
import type { ZodType } from 'zod';

/** @throws SlipwayError `argument-invalid` */
export function parseArgument<Value>(schema: ZodType<Value>, text: unknown, name: string): Value {
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `"${String(text)}" is no ${name}: ${parsed.error.issues[0]?.message ?? ''}`,
    hint: '`slipway --help` tells what each command takes.',
  });
}
