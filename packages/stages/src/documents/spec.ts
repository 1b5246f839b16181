/**
 * What a user may ask of taking documents in, and the only home of its defaults.
 */
import { parseBucketAddress } from '@slipway/core';
import { inputExtensions } from '@slipway/text';
import { z } from 'zod';

const addressNote =
  'a path, or s3://BUCKET/KEY without steps such as "..", with credentials in the environment alone';

function isReadable(path: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:\/\//i.test(path) || parseBucketAddress(path) !== undefined;
}

export const documentsSpec = z.strictObject({
  /**
   * Folder or file, or a pattern such as `docs/**\/*.md`; relative to where the user stands, or in a bucket: `s3://BUCKET/KEY`.
   * @zh 文件夹或文件，或形如 `docs/**\/*.md` 的模式；相对于使用者所在的位置，存储桶则写作 `s3://BUCKET/KEY`。
   */
  path: z.string().min(1).refine(isReadable, addressNote),
  /**
   * Patterns of which a file's path below the folder meets one; all files where empty.
   * @zh 模式列表：文件在该文件夹下的路径须符合其一；留空则取全部。
   */
  include: z.array(z.string().min(1)).default([]),
  /**
   * Patterns of paths that are left out.
   * @zh 要略去的路径模式。
   */
  exclude: z.array(z.string().min(1)).default([]),
  /**
   * Name of the artifact, for people.
   * @zh 产物的名称，供人辨认。
   */
  name: z.string().default('documents'),
  /**
   * Endings that are read, each also with `.gz` or `.zst`; archives (`.zip`, `.tar`, `.tar.gz`) are looked into.
   * @zh 读取的扩展名，各自也可带 `.gz` 或 `.zst`；归档（`.zip`、`.tar`、`.tar.gz`）会打开查看。
   */
  extensions: z
    .array(z.string().regex(/^\.[a-z0-9]+$/, 'an ending such as .md, in small letters'))
    .min(1)
    .default([...inputExtensions]),
  /**
   * At most so many documents, spread evenly over the sorted list; for trying things out.
   * @zh 至多取这么多文档，在排序后的列表上均匀抽取；供试用。
   */
  maxDocuments: z.number().int().positive().optional(),
  /**
   * Licence of the documents as an SPDX expression, carried along to all that is made of them.
   * @zh 文档的许可，写作 SPDX 表达式；由它们制成的一切都带着它。
   */
  licence: z.string().default('unknown'),
});
export type DocumentsSpec = z.infer<typeof documentsSpec>;
