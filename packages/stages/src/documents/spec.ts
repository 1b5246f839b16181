/**
 * What a user may ask of taking documents in, and the only home of its defaults.
 */
import { inputExtensions } from '@slipway/text';
import { z } from 'zod';
import { parseBucketAddress } from './bucket-address.ts';

const addressNote =
  'a path, or s3://BUCKET/KEY without steps such as "..", with credentials in the environment alone';

function isReadable(path: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:\/\//i.test(path) || parseBucketAddress(path) !== undefined;
}

export const documentsSpec = z.strictObject({
  /** Folder or file, or a pattern such as `docs/**\/*.md`; relative to where the user stands, or in a bucket: `s3://BUCKET/KEY`. */
  path: z.string().min(1).refine(isReadable, addressNote),
  /** Patterns of which a file's path below the folder meets one; all files where empty. */
  include: z.array(z.string().min(1)).default([]),
  /** Patterns of paths that are left out. */
  exclude: z.array(z.string().min(1)).default([]),
  /** Name of the artifact, for people. */
  name: z.string().default('documents'),
  /** Endings that are read, each also with `.gz` or `.zst`; archives (`.zip`, `.tar`, `.tar.gz`) are looked into. */
  extensions: z
    .array(z.string().regex(/^\.[a-z0-9]+$/))
    .min(1)
    .default([...inputExtensions]),
  /** At most so many documents, spread evenly over the sorted list; for trying things out. */
  maxDocuments: z.number().int().positive().optional(),
  /** Licence of the documents as an SPDX expression, carried along to all that is made of them. */
  licence: z.string().default('unknown'),
});
export type DocumentsSpec = z.infer<typeof documentsSpec>;
