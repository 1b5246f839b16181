import { expect, it } from 'vitest';
import { formatBucketAddress, isBucketAddress, parseBucketAddress } from './bucket-address.ts';

it.each([
  ['s3://corpus/in/港口 100%.md', { bucket: 'corpus', key: 'in/港口 100%.md' }],
  ['s3://corpus/in//a.md', { bucket: 'corpus', key: 'in//a.md' }],
  ['s3://corpus/', { bucket: 'corpus', key: '' }],
])('%s is read letter by letter, and written as it was', (text, address) => {
  expect(parseBucketAddress(text)).toEqual(address);
  expect(formatBucketAddress(address)).toBe(text);
});

it.each(['s3://', 's3:///key', 's3://anna:hunter2@corpus/a', 's3://corpus/../a'])(
  '%s is an address of a bucket, and none that can be read',
  (text) => {
    expect(isBucketAddress(text)).toBe(true);
    expect(parseBucketAddress(text)).toBeUndefined();
  },
);

it('leaves paths of folders alone', () => {
  expect(isBucketAddress('docs/s3://corpus')).toBe(false);
  expect(parseBucketAddress('/docs')).toBeUndefined();
});
