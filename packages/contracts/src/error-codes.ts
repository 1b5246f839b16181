/**
 * Every error code of the house in one table, with whether the user can mend it and whether trying again may help.
 * Invariant: a code, once published, keeps its meaning; a test pins the table. Codes are noun-first kebab-case.
 */

export interface ErrorCodeFacts {
  /** The user can mend it: printed without a stack trace. */
  readonly isUserError: boolean;
  /** The same attempt may succeed when tried again unchanged. */
  readonly isRetryable: boolean;
  /** HTTP status when it reaches an API client. */
  readonly httpStatus: number;
}

const user = (httpStatus: number): ErrorCodeFacts => ({ isUserError: true, isRetryable: false, httpStatus });
const passing = (httpStatus: number): ErrorCodeFacts => ({
  isUserError: true,
  isRetryable: true,
  httpStatus,
});
const fault = (httpStatus: number): ErrorCodeFacts => ({
  isUserError: false,
  isRetryable: false,
  httpStatus,
});

export const errorCodes = {
  // Recipes, specs, configuration
  'recipe-invalid': user(400),
  'recipe-cycle': user(400),
  'recipe-unreadable': user(400),
  'spec-invalid': user(400),
  'stage-unknown': user(400),
  'configuration-invalid': user(400),
  'argument-invalid': user(400),
  // Input
  'documents-missing': user(400),
  'documents-empty': user(400),
  'documents-none-kept': user(400),
  'documents-changed': user(409),
  'storage-credentials-missing': user(401),
  'storage-denied': user(403),
  'pairs-none-made': user(400),
  'tokens-none-made': user(400),
  'text-unreadable': user(400),
  'text-index-invalid': user(400),
  // Artifacts and lineage
  'artifact-missing': user(404),
  'artifact-corrupt': user(500),
  'artifact-ambiguous': user(400),
  'trace-target-unknown': user(404),
  // Models in
  'model-reference-invalid': user(400),
  'model-digest-mismatch': user(502),
  'model-unavailable': passing(502),
  'download-interrupted': passing(502),
  'network-unreachable': passing(502),
  // Weights
  'weights-file-invalid': user(400),
  'weights-file-truncated': user(400),
  'weights-type-unsupported': user(400),
  'weights-tensor-missing': user(400),
  'weights-shape-mismatch': user(400),
  // Attempts and launchers
  'attempt-lost': passing(500),
  'attempt-cancelled': user(409),
  'attempt-out-of-memory': user(507),
  'attempt-crashed': passing(500),
  'launcher-unavailable': passing(503),
  'disk-full': user(507),
  // Workers and training
  'python-missing': user(400),
  'python-environment-failed': passing(500),
  'worker-crashed': passing(500),
  'train-out-of-memory': user(507),
  'train-bad-pairs': user(400),
  'train-base-unreadable': user(400),
  'train-no-answer-tokens': user(400),
  'train-diverged': user(500),
  // Proof
  'gate-failed': user(409),
  'evaluation-empty': user(400),
  // Engines, serving, gateway
  'engine-unavailable': passing(503),
  'engine-crashed': passing(503),
  'engine-load-failed': user(500),
  'request-invalid': user(400),
  'request-too-long': user(400),
  'request-cancelled': user(499),
  'model-unknown': user(404),
  'deployment-unknown': user(404),
  'deployment-not-ready': passing(503),
  'key-missing': user(401),
  'key-invalid': user(401),
  'key-forbidden': user(403),
  'receipt-unknown': user(404),
  // Server
  'server-not-running': user(503),
  'server-already-running': user(409),
  'port-taken': user(409),
  'database-unreachable': passing(503),
  'session-required': user(401),
  'run-unknown': user(404),
  'tour-already-running': user(409),
  'not-found': user(404),
  internal: fault(500),
} as const satisfies Record<string, ErrorCodeFacts>;

export type ErrorCode = keyof typeof errorCodes;
