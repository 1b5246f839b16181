/**
 * The artifact store on a file system, beneath one folder:
 *
 *   blobs/ab/<hex>            bytes of files, by SHA-256, read-only
 *   manifests/ab/<hex>.json   canonical JSON of manifests; an artifact is there when its manifest is
 *   drafts/<id>/              artifacts in the making
 *
 * Invariant: a manifest appears by one rename after all its blobs are flushed, so a process killed at any point leaves either the
 * whole artifact or nothing of it. Any number of processes may use one folder at once.
 */
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArtifactManifest, Digest } from '@slipway/contracts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import { type BlobFolder, createBlobFolder, fanOut, listFanOut } from './blob-folder.ts';
import type { CollectableStore } from './collectable-store.ts';
import { whileNotCommitting, whileNotSweeping } from './commit-pause.ts';
import { createDraft, type Publication } from './draft-folder.ts';
import { sweepDrafts } from './draft-owner.ts';
import { makeFolderDurably, syncFolder, writeDurably } from './durable-file.ts';
import { layOutFiles, locateIn } from './file-access.ts';
import { keepManifests } from './manifest-memory.ts';
import { parseManifest } from './parse-manifest.ts';
import { artifactMissing } from './store-error.ts';

/**
 * Opens the store in a folder, made on the first commit where missing.
 * @param directory absolute path, on one file system
 */
export function openFileStore(directory: string): CollectableStore {
  const blobs = createBlobFolder(directory);
  const manifestPath = (artifact: Digest) => `${fanOut(join(directory, 'manifests'), artifact)}.json`;
  const readManifest = keepManifests(
    (artifact) => readManifestFile(manifestPath(artifact), artifact, directory),
    (artifact) => stampManifest(manifestPath(artifact)),
  );
  const locateFile: ArtifactStore['locateFile'] = async (artifact, path) =>
    locateIn({ artifact, manifest: await readManifest(artifact), path }, blobs.locate);

  return {
    minGraceMs: 0,
    has: async (artifact) => isWhole(artifact, readManifest, blobs),
    readManifest,
    locateFile,
    materialise: async (artifact, target, options) =>
      layOutFiles(
        { artifact, manifest: await readManifest(artifact), directory: target, ...options },
        blobs.locate,
      ),
    draft: () =>
      createDraft({
        draftsDirectory: join(directory, 'drafts'),
        recall: blobs.recall,
        publish: (publication) =>
          whileNotSweeping(directory, publication.draftDirectory, () =>
            publish(publication, blobs, manifestPath(publication.artifact)),
          ),
      }),
    verify: async (artifact) => {
      const problems: { path: string; problem: string }[] = [];
      for (const file of (await readManifest(artifact)).files) {
        const problem = await blobs.check(file.digest);
        if (problem !== undefined) problems.push({ path: file.path, problem });
      }
      return problems;
    },
    stamp: async (artifact) => {
      const { files } = await readManifest(artifact);
      const stamps = await Promise.all(files.map(({ digest }) => blobs.stamp(digest)));
      return stamps.map((stamp) => stamp ?? 'gone').join('\n');
    },
    async *list() {
      for await (const item of listFanOut(join(directory, 'manifests'), '.json')) yield item.digest;
    },
    listManifests: () => listFanOut(join(directory, 'manifests'), '.json'),
    listBlobs: () => blobs.list(),
    removeManifest: async ({ digest }) => {
      await rm(manifestPath(digest), { force: true });
      await syncFolder(dirname(manifestPath(digest)));
    },
    removeBlob: ({ digest }) => blobs.remove(digest),
    withoutCommits: (work) => whileNotCommitting(directory, work),
    sweepDrafts: ({ olderThanMs = 60_000 } = {}) => sweepDrafts(join(directory, 'drafts'), olderThanMs),
  };
}

async function publish(publication: Publication, blobs: BlobFolder, manifestPath: string): Promise<void> {
  // Equal files of one artifact share a blob: the first is adopted, the others go with the draft.
  const distinct = new Map(publication.files.map((file) => [file.digest, file]));
  await blobs.adopt(
    [...distinct.values()].map(({ absolutePath, digest }) => ({ path: absolutePath, digest })),
  );
  const temporary = join(publication.draftDirectory, 'manifest.json');
  await writeDurably(temporary, publication.manifestText);
  await makeFolderDurably(dirname(manifestPath));
  await rename(temporary, manifestPath);
  await syncFolder(dirname(manifestPath));
}

async function readManifestFile(path: string, artifact: Digest, place: string): Promise<ArtifactManifest> {
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw artifactMissing(artifact, place);
    throw error;
  }
  return parseManifest(artifact, content);
}

async function stampManifest(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return stats && `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
}

/** A manifest without its blobs is not an artifact: it has to be made again. Bytes are compared when they are read. */
async function isWhole(
  artifact: Digest,
  readManifest: (artifact: Digest) => Promise<ArtifactManifest>,
  blobs: BlobFolder,
): Promise<boolean> {
  const manifest = await readManifest(artifact).catch(() => undefined);
  if (!manifest) return false;
  for (const file of manifest.files) {
    if ((await blobs.size(file.digest)) !== file.sizeBytes) return false;
  }
  return true;
}
