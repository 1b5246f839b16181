import type { ListedObject, ObjectStorage } from '@slipway/core';
import { noObjects } from '@slipway/core/testing';
import { expect, test } from 'vitest';
import { listBucketFiles, noteLeftOut } from './index.ts';

/** A bucket of these keys, in the order of a server's list. */
function bucketOf(...keys: string[]): { objects: ObjectStorage } {
  const listed = keys
    .sort()
    .map((key): ListedObject => ({ key, sizeBytes: key.length, entityTag: `"${key}"` }));
  const list: ObjectStorage['list'] = async function* ({ prefix }) {
    yield* listed.filter(({ key }) => key.startsWith(prefix));
  };
  return { objects: { ...noObjects, list } };
}

test('objects are named, and what is left out is told with its reason or counted', async () => {
  const keys = [
    'in/a.md',
    'in/b//c.md',
    'in/d.md/e.md',
    'in/d.md',
    'in/old.zip',
    'in/older.zip',
    'in/pier.png',
  ];
  const { files, ...leftOut } = await listBucketFiles('s3://corpus/in', bucketOf(...keys));
  expect(files.map(({ path, name }) => [path, name])).toEqual([
    ['s3://corpus/in/a.md', 'a.md'],
    ['s3://corpus/in/d.md', 'd.md'],
  ]);
  expect(leftOut).toEqual({
    setAside: [
      { path: 'b//c.md', reason: 'unsafe-path', detail: expect.stringContaining('empty') },
      { path: 'd.md/e.md', reason: 'unsafe-path', detail: expect.stringContaining('another document') },
    ],
    numUnwanted: { '.png': 1, '.zip': 2 },
  });
  expect(noteLeftOut('s3://corpus/in', leftOut)).toEqual([
    {
      en: '3 files of other endings left alone: 2 .zip, 1 .png',
      zh: '另有 3 个文件后缀不在读取之列，未读：.zip 2 个、.png 1 个',
    },
    { en: 'set aside: 2 unsafe-path (b//c.md, …)', zh: '搁置：路径不安全 2 个（b//c.md 等）' },
  ]);
});

test('a bucket of archives alone is refused with their number', async () => {
  await expect(listBucketFiles('s3://corpus', bucketOf('a.zip', 'b.zip'))).rejects.toMatchObject({
    code: 'documents-empty',
    message: expect.stringContaining('2 .zip'),
  });
});
