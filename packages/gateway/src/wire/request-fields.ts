/**
 * Reading single fields of a request body, with OpenAI's words for what is wrong with them.
 * Invariant: null counts as absent, as in OpenAI's own API; every refusal names its parameter.
 */
import { WireError } from './wire-error.ts';

export type Fields = Record<string, unknown>;

/** Parameters that are read elsewhere, by route. */
const read: Record<'chat' | 'text', readonly string[]> = {
  chat: ['messages', 'max_completion_tokens'],
  text: ['prompt'],
};
const readByBoth = [
  'model',
  'max_tokens',
  'temperature',
  'top_p',
  'frequency_penalty',
  'presence_penalty',
  'stop',
  'seed',
  'stream',
  'stream_options',
  'slipway',
];
/** Without any effect on an answer. */
const harmless = [
  'user',
  'metadata',
  'store',
  'service_tier',
  'safety_identifier',
  'prompt_cache_key',
  'parallel_tool_calls',
];

type Check = (value: unknown) => boolean;
const isZero: Check = (value) => value === 0;
const isFalse: Check = (value) => value === false;
const isEmpty: Check = (value) =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Known parameters that are accepted only where they change nothing. */
const neutral: Readonly<Record<string, Check>> = {
  n: (value) => value === 1,
  best_of: (value) => value === 1,
  logprobs: isFalse,
  top_logprobs: isZero,
  echo: isFalse,
  suffix: (value) => value === '',
  logit_bias: isEmpty,
  tools: isEmpty,
  functions: isEmpty,
  tool_choice: (value) => value === 'none' || value === 'auto',
  function_call: (value) => value === 'none' || value === 'auto',
  response_format: (value) => (value as Fields | null)?.type === 'text',
  modalities: (value) => Array.isArray(value) && value.every((one) => one === 'text'),
};

/** @throws WireError where the body is not a JSON object */
export function readFields(body: unknown): Fields {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Fields;
  throw new WireError({
    code: 'request-invalid',
    message: 'The body of this request must be a JSON object.',
    wireCode: 'invalid_type',
  });
}

/** Refuses parameters that would change the answer and are not supported, and unknown ones. */
export function checkNeutral(fields: Fields, kind: 'chat' | 'text'): void {
  for (const [name, value] of Object.entries(fields)) {
    if (read[kind].includes(name) || readByBoth.includes(name) || harmless.includes(name)) continue;
    const isKnown = Object.hasOwn(neutral, name);
    if (isKnown && (value === null || value === undefined || neutral[name]?.(value))) continue;
    const message = isKnown
      ? `Unsupported value: '${name}' does not support ${shorten(value)} here.`
      : `Unsupported parameter: '${name}' is not known to this gateway.`;
    throw new WireError({
      code: 'request-invalid',
      message,
      wireCode: isKnown ? 'unsupported_value' : 'unknown_parameter',
      param: name,
    });
  }
}

export interface NumberBounds {
  min: number;
  max?: number;
  isInteger?: boolean;
  /** The smallest value itself is refused. */
  isAboveMin?: boolean;
}

/** @returns undefined where the field is absent */
export function readNumber(fields: Fields, name: string, bounds: NumberBounds): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  const wanted = bounds.isInteger ? 'an integer' : 'a number';
  if (typeof value !== 'number' || (bounds.isInteger && !Number.isInteger(value)))
    throw invalidType(name, wanted, value);
  const { min, max = Number.MAX_SAFE_INTEGER } = bounds;
  const isTooSmall = value < min || (bounds.isAboveMin && value === min);
  if (!isTooSmall && value <= max) return value;
  throw new WireError({
    code: 'request-invalid',
    message: `Invalid '${name}': ${wanted} ${isTooSmall ? `${bounds.isAboveMin ? 'above' : 'of at least'} ${min}` : `of at most ${max}`} was expected, got ${value}.`,
    wireCode: isTooSmall ? 'integer_below_min_value' : 'integer_above_max_value',
    param: name,
  });
}

/** A stop string, or up to four of them. */
export function readStop(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  const stops = Array.isArray(value) ? value : [value];
  for (const [index, stop] of stops.entries()) {
    if (typeof stop !== 'string')
      throw invalidType(Array.isArray(value) ? `stop[${index}]` : 'stop', 'a string', stop);
  }
  if (stops.length > 4) {
    throw new WireError({
      code: 'request-invalid',
      message: `Invalid 'stop': at most 4 strings are allowed, got ${stops.length}.`,
      wireCode: 'array_above_max_length',
      param: 'stop',
    });
  }
  return stops.filter((stop) => stop !== '');
}

/** The error for a value of the wrong type. */
export function invalidType(param: string, wanted: string, value: unknown): WireError {
  const isMissing = value === undefined || value === null;
  return new WireError({
    code: 'request-invalid',
    message: isMissing
      ? `Missing required parameter: '${param}' (${wanted}).`
      : `Invalid type for '${param}': ${wanted} was expected, got ${Array.isArray(value) ? 'an array' : `${typeof value} ${shorten(value)}`}.`,
    wireCode: isMissing ? 'missing_required_parameter' : 'invalid_type',
    param,
  });
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
