/**
 * What an S3 server refuses or does not answer: told apart, and told to the two who ask, the artifact store and readers of documents.
 * Invariant: no message holds a key, a token or the password of an address.
 */
import { isSlipwayError, SlipwayError } from '@slipway/contracts';

export type S3FailureKind =
  /** None were found, wherever Amazon's tools look for them. */
  | 'no-credentials'
  /** They are wrong, too old, or allow too little. */
  | 'denied'
  | 'no-bucket'
  /** There is no such object. */
  | 'no-object'
  /** The object is not what it was asked for as. */
  | 'changed'
  /** It lies in an archive and must be restored first. */
  | 'archived'
  /** The server does not answer, or breaks off, or is overloaded. */
  | 'network'
  | 'unknown';

const kinds: Readonly<Record<string, S3FailureKind>> = {
  CredentialsProviderError: 'no-credentials',
  AccessDenied: 'denied',
  AccountProblem: 'denied',
  AllAccessDisabled: 'denied',
  AuthorizationHeaderMalformed: 'denied',
  ExpiredToken: 'denied',
  Forbidden: 'denied',
  InvalidAccessKeyId: 'denied',
  InvalidToken: 'denied',
  PermanentRedirect: 'denied',
  RequestTimeTooSkewed: 'denied',
  SignatureDoesNotMatch: 'denied',
  InvalidBucketName: 'no-bucket',
  NoSuchBucket: 'no-bucket',
  NoSuchKey: 'no-object',
  NotFound: 'no-object',
  InvalidObjectState: 'archived',
  InvalidRange: 'changed',
  PreconditionFailed: 'changed',
};
const kindsByStatus: Readonly<Record<number, S3FailureKind>> = {
  401: 'denied',
  403: 'denied',
  404: 'no-object',
  412: 'changed',
  416: 'changed',
};

interface Failure {
  name?: string;
  message?: string;
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

const read = (error: unknown): Failure => (error ?? {}) as Failure;

export function tellS3Failure(error: unknown): S3FailureKind {
  const { name = '', code, $metadata } = read(error);
  const known = kinds[name] ?? kindsByStatus[$metadata?.httpStatusCode ?? 0];
  if (known) return known;
  return code !== undefined || $metadata !== undefined || name === 'TimeoutError' ? 'network' : 'unknown';
}

/** Whether the server said that there is no such object. */
export function isNotThere(error: unknown): boolean {
  return kinds[read(error).name ?? ''] === 'no-object';
}

/** What was asked, for messages. */
export interface S3Place {
  bucket: string;
  endpoint?: string | undefined;
}

/** The store's failure as `configuration-invalid` or `network-unreachable`; errors of ours, and of nobody known, as they are. */
export function explainStoreFailure(error: unknown, place: S3Place): unknown {
  if (isSlipwayError(error)) return error;
  const kind = tellS3Failure(error);
  if (kind === 'unknown') return error;
  if (kind === 'no-credentials' || kind === 'denied' || kind === 'no-bucket')
    return new SlipwayError({
      code: 'configuration-invalid',
      message: `${nameOf(place)} refuses: ${wordsOf(error)}`,
      hint: 'See "store" in the configuration, and AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.',
      cause: error,
    });
  return unreachable(error, place, 'then start again: what is stored is kept.');
}

const environmentNote = 'in the environment that `slipway up` is started in';

/** A reader's failure with its remedy; errors of ours, and of nobody known, as they are. */
export function explainReadFailure(error: unknown, place: S3Place): unknown {
  if (isSlipwayError(error)) return error;
  const kind = tellS3Failure(error);
  if (kind === 'no-credentials')
    return new SlipwayError({
      code: 'storage-credentials-missing',
      message: `there are no credentials for ${nameOf(place)}`,
      hint: `Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, ${environmentNote}, and start it again.`,
    });
  if (kind === 'denied')
    return new SlipwayError({
      code: 'storage-denied',
      message: `${nameOf(place)} refuses: ${wordsOf(error)}`,
      hint: `The credentials need s3:ListBucket and s3:GetObject here. See AWS_ACCESS_KEY_ID or AWS_PROFILE, and AWS_REGION, ${environmentNote}.`,
    });
  if (kind === 'no-bucket')
    return new SlipwayError({
      code: 'documents-missing',
      message: `there is no ${nameOf(place)}`,
      hint: 'Check the name of the bucket, and "store.endpoint" (AWS_ENDPOINT_URL_S3) where it does not lie at Amazon.',
    });
  if (kind === 'unknown') return error;
  return unreachable(error, place, 'then start again: what has arrived is kept.');
}

function unreachable(error: unknown, place: S3Place, then: string): SlipwayError {
  return new SlipwayError({
    code: 'network-unreachable',
    message: `${nameOf(place)} does not answer as it should: ${wordsOf(error)}`,
    hint: `See that the server runs, that "store.endpoint" names it and that HTTPS_PROXY and NO_PROXY suit it; ${then}`,
    cause: error,
  });
}

function wordsOf(error: unknown): string {
  const { name = '', message = '', code = '' } = read(error);
  // A server that answers in no XML leaves an error without a name of its own.
  const title = name === 'Error' || name === 'UnknownError' ? '' : name;
  return [title, message === 'UnknownError' ? '' : message].filter(Boolean).join(': ') || code || 'no words';
}

function nameOf({ bucket, endpoint }: S3Place): string {
  return `bucket ${bucket} at ${endpoint === undefined ? 'Amazon S3' : new URL(endpoint).origin}`;
}
