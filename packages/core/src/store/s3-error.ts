/**
 * What an S3 server refuses or does not answer, as errors with a remedy.
 */
import { isSlipwayError, SlipwayError } from '@slipway/contracts';

/** Wrong settings, not passing trouble. */
const settingErrors = new Set([
  'NoSuchBucket',
  'AccessDenied',
  'Forbidden',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidBucketName',
  'PermanentRedirect',
  'CredentialsProviderError',
  'AuthorizationHeaderMalformed',
]);

/** Whether the server said that there is no such object. */
export function isNotThere(error: unknown): boolean {
  const name = (error as { name?: string } | undefined)?.name;
  return name === 'NoSuchKey' || name === 'NotFound';
}

/** A client's error as `configuration-invalid` or `network-unreachable`; others of ours as they are. */
export function explainS3Failure(error: unknown, bucket: string, endpoint: string | undefined): unknown {
  if (isSlipwayError(error)) return error;
  const {
    name = '',
    message = '',
    $metadata,
  } = (error ?? {}) as {
    name?: string;
    message?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const place = `bucket ${bucket} at ${endpoint ?? 'Amazon S3'}`;
  if (settingErrors.has(name)) {
    return new SlipwayError({
      code: 'configuration-invalid',
      message: `${place} refuses: ${name} ${message}`.trim(),
      hint: 'See "store" in the configuration, and AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.',
      cause: error,
    });
  }
  const isOfNetwork = (error as NodeJS.ErrnoException)?.code !== undefined || $metadata !== undefined;
  if (!isOfNetwork) return error;
  return new SlipwayError({
    code: 'network-unreachable',
    message: `${place} does not answer as it should: ${message || name || (error as NodeJS.ErrnoException).code}`,
    hint: 'See that the server runs and that "store.endpoint" names it; then start again: what is stored is kept.',
    cause: error,
  });
}
