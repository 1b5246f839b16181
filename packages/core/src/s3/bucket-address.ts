/**
 * Addresses of objects in buckets: `s3://bucket/key`, letter by letter.
 * Refuses: steps such as `..`, for S3 has no folders to leave, and addresses with a name or key of a user in them.
 */

const scheme = 's3://';

/** What buckets are called, at Amazon and elsewhere. */
const bucketName = /^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/;

export interface BucketAddress {
  bucket: string;
  /** Of an object, a beginning of keys, or a pattern of them; empty for the whole bucket. */
  key: string;
}

export function isBucketAddress(path: string): boolean {
  return path.startsWith(scheme);
}

/** @returns nothing where the address cannot be one */
export function parseBucketAddress(path: string): BucketAddress | undefined {
  if (!isBucketAddress(path)) return undefined;
  const rest = path.slice(scheme.length);
  const slash = rest.indexOf('/');
  const bucket = slash < 0 ? rest : rest.slice(0, slash);
  const key = slash < 0 ? '' : rest.slice(slash + 1);
  const isRefused = !bucketName.test(bucket) || key.split('/').some((step) => step === '.' || step === '..');
  return isRefused ? undefined : { bucket, key };
}

export function formatBucketAddress({ bucket, key }: BucketAddress): string {
  return `${scheme}${bucket}/${key}`;
}
