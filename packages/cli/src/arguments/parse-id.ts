/**
 * Parses an argument that is an identifier, with an error that says what one looks like and where they are listed.
 */
import { type IdKind, idPrefixes, SlipwayError } from '@slipway/contracts';
import type { ZodType } from 'zod';

const listedBy: Partial<Record<IdKind, string>> = {
  run: 'slipway runs',
  deployment: 'slipway deploy',
  answer: 'slipway answers',
  key: 'slipway keys',
};

/** @throws SlipwayError `argument-invalid` */
export function parseId<Value>(schema: ZodType<Value>, text: string, kind: IdKind): Value {
  const parsed = schema.safeParse(text.trim());
  if (parsed.success) return parsed.data;
  const form = `It is ${idPrefixes[kind]}_ with 25 letters and digits behind it`;
  const where = listedBy[kind] === undefined ? '' : `; \`${listedBy[kind]}\` lists them`;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `"${text}" is no ${kind} id`,
    hint: `${form}${where}.`,
  });
}
