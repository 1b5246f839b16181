/**
 * Reading an artifact's files, whatever store their bytes come from.
 */
import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArtifactManifest, Digest } from '@slipway/contracts';
import { linkOrCopy } from './linked-copy.ts';
import { artifactCorrupt, explainWriteFailure, fileMissing } from './store-error.ts';

/** Finds a local, verified path for a blob, or says why there is none. */
export type LocateBlob = (digest: Digest) => Promise<{ path: string } | { problem: string }>;

/** @throws SlipwayError `artifact-missing`, `artifact-corrupt` */
export async function locateIn(
  wanted: { artifact: Digest; manifest: ArtifactManifest; path: string },
  locateBlob: LocateBlob,
): Promise<string> {
  const file = filesOf(wanted.manifest).get(wanted.path);
  if (!file) throw fileMissing(wanted.artifact, wanted.path);
  const found = await locateBlob(file.digest);
  if ('path' in found) return found.path;
  throw artifactCorrupt(wanted.artifact, `${wanted.path}: ${found.problem}`);
}

type ManifestFiles = ReadonlyMap<string, ArtifactManifest['files'][number]>;

/** Of manifests in use their files by path: tens of thousands are asked for one by one. */
const filesByManifest = new WeakMap<ArtifactManifest, ManifestFiles>();

function filesOf(manifest: ArtifactManifest): ManifestFiles {
  const known = filesByManifest.get(manifest);
  if (known) return known;
  const files: ManifestFiles = new Map(manifest.files.map((file) => [file.path, file]));
  filesByManifest.set(manifest, files);
  return files;
}

/**
 * Lays out all files under their own names.
 * @throws SlipwayError `artifact-corrupt`, `disk-full`
 */
export async function layOutFiles(
  wanted: { artifact: Digest; manifest: ArtifactManifest; directory: string; isOwn?: boolean },
  locateBlob: LocateBlob,
): Promise<void> {
  const { artifact, manifest, directory, isOwn = false } = wanted;
  try {
    await mkdir(directory, { recursive: true });
    for (const { path } of manifest.files) {
      const source = await locateIn({ artifact, manifest, path }, locateBlob);
      const target = join(directory, path);
      await mkdir(dirname(target), { recursive: true });
      await rm(target, { force: true });
      if (isOwn) await copyWritable(source, target);
      else await linkOrCopy(source, target);
    }
  } catch (error) {
    throw explainWriteFailure(error, directory);
  }
}

/** Shares blocks with the stored file where the file system can; whoever writes to the copy gets blocks of its own. */
async function copyWritable(source: string, target: string): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  await chmod(target, 0o644);
}
