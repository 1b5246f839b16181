/**
 * Parses an argument by its schema, with an error that names it.
 * Invariant: the error says what is expected; where it has no hint of its own, whoever prints it names the command's help.
 */
import { SlipwayError } from '@slipway/contracts';
import type { ZodType, z } from 'zod';

/** @throws SlipwayError `argument-invalid` */
export function parseArgument<Value>(schema: ZodType<Value>, text: unknown, name: string): Value {
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `"${String(text)}" is no ${name}: ${describeExpected(parsed.error.issues[0])}`,
  });
}

function describeExpected(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_value') return `one of ${issue.values.join(', ')} is expected`;
  return issue?.message ?? 'something else is expected';
}
