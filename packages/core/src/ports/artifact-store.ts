/**
 * The port of the artifact store: immutable, content-addressed things with parents.
 * Invariant: what `commit` returned stays readable and unchanged until nothing reaches it any more.
 */
import type { ArtifactManifest, Digest } from '@slipway/contracts';

/** All of a manifest but what the store computes itself. */
export type ManifestDraft = Omit<ArtifactManifest, 'format' | 'files'>;

/** An artifact in the making. Nothing of it is visible to others before `commit`. */
export interface ArtifactDraft {
  /** Folder to write files into directly; what lies here at `commit` belongs to the artifact, by relative path. */
  readonly directory: string;
  /**
   * Takes an existing file into the artifact without a second copy where the file system allows it.
   * @param path relative path inside the artifact
   * @param source absolute path of a file that will not change any more
   */
  addFile(path: string, source: string): Promise<void>;
  /** Writes a small file whole. */
  writeFile(path: string, content: string | Uint8Array): Promise<void>;
  /** Hashes, stores and fsyncs everything, then makes the artifact visible in one rename. */
  commit(manifest: ManifestDraft): Promise<Digest>;
  /** Removes whatever was written. Safe to call at any time, also after `commit`. */
  discard(): Promise<void>;
}

export interface ArtifactStore {
  has(artifact: Digest): Promise<boolean>;
  /** @throws SlipwayError `artifact-missing`, `artifact-corrupt` */
  readManifest(artifact: Digest): Promise<ArtifactManifest>;
  /**
   * Local path of one file of an artifact, verified against its digest (verification is remembered by size and change time).
   * The file must not be written to. Its name may be the digest: use `materialise` where the name matters.
   * @throws SlipwayError `artifact-missing`, `artifact-corrupt`
   */
  locateFile(artifact: Digest, path: string): Promise<string>;
  /**
   * Lays out all files of an artifact under their own names in a folder.
   * @param options.isOwn files of the taker's own, to be changed at will; else links to the stored ones where possible, for folders that
   * nobody but us writes to
   */
  materialise(artifact: Digest, directory: string, options?: { isOwn?: boolean }): Promise<void>;
  draft(): Promise<ArtifactDraft>;
  /** Reads every byte again and compares. Empty where all is well, else what is wrong, by file. */
  verify(artifact: Digest): Promise<{ path: string; problem: string }[]>;
  /** Another text once a stored file of the artifact has been touched since: by size and change time, without reading its bytes. */
  stamp(artifact: Digest): Promise<string>;
  /** Every artifact in the store, in no particular order. */
  list(): AsyncIterable<Digest>;
}
