/**
 * The one error of the house, and its form as data.
 * Invariant: recognised by a brand, not by class identity, so that it survives bundles and process borders.
 * Refuses to carry secrets: whoever makes one writes no key and no prompt into its message.
 */
import { z } from 'zod';
import { type ErrorCode, errorCodes } from './error-codes.ts';

const brand = Symbol.for('slipway.error');

export interface SlipwayErrorOptions {
  code: ErrorCode;
  /** What happened, in one sentence. */
  message: string;
  /** What to do about it. */
  hint?: string;
  cause?: unknown;
}

/** An error as data: in events, in a failed step, in an API's answer. */
export const errorData = z.object({
  code: z.string() as z.ZodType<ErrorCode>,
  message: z.string(),
  hint: z.string().optional(),
  retryable: z.boolean(),
});
export type ErrorData = z.infer<typeof errorData>;

export class SlipwayError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly [brand] = true;

  constructor(options: SlipwayErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SlipwayError';
    this.code = options.code;
    this.hint = options.hint;
    this.retryable = errorCodes[options.code]?.isRetryable ?? false;
  }
}

/** Whether a thrown value is a SlipwayError, also one from another copy of this package. */
export function isSlipwayError(value: unknown): value is SlipwayError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
}

/** Any thrown value as error data; what is not a SlipwayError becomes `internal` with its message. */
export function toErrorData(value: unknown): ErrorData {
  if (isSlipwayError(value)) {
    const { code, message, hint, retryable } = value;
    return hint === undefined ? { code, message, retryable } : { code, message, hint, retryable };
  }
  const message = value instanceof Error ? value.message : String(value);
  return { code: 'internal', message, retryable: false };
}

/** Error data as a throwable error again. */
export function fromErrorData(data: ErrorData): SlipwayError {
  const { code, message, hint } = data;
  return new SlipwayError(hint === undefined ? { code, message } : { code, message, hint });
}

/**
 * Asserts what only our own mistake can break.
 * @throws SlipwayError `internal`
 */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new SlipwayError({ code: 'internal', message: `invariant broken: ${message}` });
}
