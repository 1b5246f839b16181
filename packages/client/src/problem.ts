/**
 * Problem answers turned back into the one error of the house.
 * Invariant: code, message and hint are the server's where it sent them; an answer that is none of ours is named by its status.
 */
import { type ErrorCode, errorCodes, errorData, fromErrorData, SlipwayError } from '@slipway/contracts';
import { z } from 'zod';

/** Errors of the gateway, in the form that OpenAI's clients read. */
const gatewayProblem = z.object({
  error: z.object({
    message: z.string(),
    type: z.string().nullish(),
    code: z.string().nullish(),
    hint: z.string().nullish(),
  }),
});

/** Ours for the codes of OpenAI's that the gateway answers with. */
const codesOfOpenAi: Record<string, ErrorCode> = {
  invalid_api_key: 'key-invalid',
  model_not_found: 'model-unknown',
  context_length_exceeded: 'request-too-long',
  engine_unavailable: 'engine-unavailable',
  engine_crashed: 'engine-crashed',
};

const codesByStatus: Record<number, ErrorCode> = {
  401: 'session-required',
  403: 'key-forbidden',
  404: 'not-found',
  502: 'server-not-running',
  503: 'server-not-running',
  504: 'server-not-running',
};

/** An error from parsed problem JSON, of the control API or of the gateway; undefined where it is neither. */
export function problemError(value: unknown): SlipwayError | undefined {
  const own = errorData.partial({ retryable: true }).safeParse(value);
  if (own.success) return fromErrorData({ ...own.data, retryable: own.data.retryable ?? false });
  const foreign = gatewayProblem.safeParse(value);
  if (!foreign.success) return undefined;
  const { message, type, code, hint } = foreign.data.error;
  return new SlipwayError({
    code: readCode(code ?? '') ?? (type === 'server_error' ? 'internal' : 'request-invalid'),
    message,
    ...(hint ? { hint } : {}),
  });
}

function readCode(code: string): ErrorCode | undefined {
  return Object.hasOwn(errorCodes, code) ? (code as ErrorCode) : codesOfOpenAi[code];
}

/** The error that a response of status 400 and above carries. */
export async function readProblem(response: Response): Promise<SlipwayError> {
  const value: unknown = await response.json().catch(() => undefined);
  const known = problemError(value);
  if (known) return known;
  return new SlipwayError({
    code: codesByStatus[response.status] ?? 'internal',
    message: `the server answered ${response.status} ${response.statusText}`.trim(),
  });
}

/** The error for a server that does not answer at all. */
export function unreachableError(baseUrl: string, cause: unknown): SlipwayError {
  const where = baseUrl === '' ? 'the Slipway server' : `the Slipway server at ${baseUrl}`;
  return new SlipwayError({
    code: 'server-not-running',
    message: `${where} does not answer`,
    hint: 'Start it with: slipway up',
    cause,
  });
}
