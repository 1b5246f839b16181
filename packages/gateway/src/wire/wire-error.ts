/**
 * Errors as OpenAI's API words them: `{error: {message, type, param, code}}`.
 * Invariant: what a client may branch on (status, type, code, param) follows OpenAI's own values; the message says what to do.
 */
import { type ErrorCode, errorCodes, isSlipwayError, SlipwayError } from '@slipway/contracts';

export interface WireErrorOptions {
  code: ErrorCode;
  message: string;
  /** OpenAI's code: `invalid_api_key`, `context_length_exceeded`, ... */
  wireCode: string | null;
  /** The parameter that is wrong, as a path: `messages[0].content`. */
  param?: string;
  status?: number;
}

/** An error with the parameter and the code that OpenAI's clients look at. */
export class WireError extends SlipwayError {
  readonly wireCode: string | null;
  readonly param: string | null;
  readonly status: number;

  constructor(options: WireErrorOptions) {
    super({ code: options.code, message: options.message });
    this.wireCode = options.wireCode;
    this.param = options.param ?? null;
    this.status = options.status ?? errorCodes[options.code].httpStatus;
  }
}

export interface WireErrorBody {
  error: { message: string; type: string; param: string | null; code: string | null };
}

/** OpenAI's code for ours, where they have one. */
const wireCodes: Partial<Record<ErrorCode, string>> = {
  'key-missing': 'invalid_api_key',
  'key-invalid': 'invalid_api_key',
  'model-unknown': 'model_not_found',
  'request-too-long': 'context_length_exceeded',
  'engine-unavailable': 'engine_unavailable',
  'engine-crashed': 'engine_crashed',
};

/** Any thrown value as status and body; what is not our own error tells nothing of its inside. */
export function toWireError(error: unknown): { status: number; body: WireErrorBody; isRetryable: boolean } {
  if (!isSlipwayError(error)) {
    return {
      status: 500,
      body: makeBody('The gateway failed to answer this request.', { status: 500, code: 'internal_error' }),
      isRetryable: false,
    };
  }
  const isWire = error instanceof WireError;
  const status = isWire ? error.status : errorCodes[error.code].httpStatus;
  const message = error.hint === undefined ? error.message : `${error.message}; ${error.hint}`;
  const code = isWire ? error.wireCode : (wireCodes[error.code] ?? error.code);
  const param = isWire ? error.param : null;
  return { status, body: makeBody(message, { status, code, param }), isRetryable: error.retryable };
}

function makeBody(
  message: string,
  { status, code, param = null }: { status: number; code: string | null; param?: string | null },
): WireErrorBody {
  const type = status >= 500 ? 'server_error' : 'invalid_request_error';
  return { error: { message, type, param, code } };
}
