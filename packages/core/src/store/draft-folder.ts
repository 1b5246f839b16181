/**
 * A draft: a folder of its own in which an artifact is put together, then hashed and handed to a store to be published.
 * Invariant: nothing in it is visible to others; after `commit` or `discard` the folder is gone.
 * Refuses symbolic links and whatever else is no plain file, and paths that lead out of it.
 */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type ArtifactFile,
  type ArtifactManifest,
  artifactFile,
  artifactManifest,
  canonicalJson,
  type Digest,
  invariant,
  SlipwayError,
} from '@slipway/contracts';
import type { ArtifactDraft, ManifestDraft } from '../ports/artifact-store.ts';
import { claimDraft } from './draft-owner.ts';
import { digestFile, digestOf } from './durable-file.ts';
import { linkOrCopy } from './linked-copy.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { explainWriteFailure } from './store-error.ts';

/** Files are small and many, or few and large: a few at a time hide the disk's latency. */
const numFilesAtOnce = 8;

/** A draft's file, hashed and flushed, still in the draft. */
export interface DraftFile extends ArtifactFile {
  absolutePath: string;
}

/** A complete artifact on its way into a store. */
export interface Publication {
  artifact: Digest;
  manifest: ArtifactManifest;
  /** Canonical JSON of the manifest. */
  manifestText: string;
  files: DraftFile[];
  /** Folder of the draft, for temporary files and marks. */
  draftDirectory: string;
}

export interface DraftOptions {
  /** Folder that holds all drafts; directly in the store's own folder, on the file system of the blobs. */
  draftsDirectory: string;
  /** Digest of a file that need not be read, where it is known. */
  recall?: (path: string) => Promise<Digest | undefined>;
  publish: (publication: Publication) => Promise<void>;
}

/** Begins a draft. */
export async function createDraft(options: DraftOptions): Promise<ArtifactDraft> {
  const guard = <Result>(work: Promise<Result>) =>
    work.catch((error: unknown) => {
      throw explainWriteFailure(error, options.draftsDirectory);
    });
  const draftDirectory = await guard(makeDraftDirectory(options.draftsDirectory));
  const directory = join(draftDirectory, 'files');
  const discard = () => rm(draftDirectory, { recursive: true, force: true });
  let isCommitted = false;
  return {
    directory,
    discard,
    addFile: (path, source) =>
      guard(addFile(directory, { path, source, ownDirectory: dirname(options.draftsDirectory) })),
    writeFile: (path, content) => guard(addContent(directory, path, content)),
    commit: async (draft) => {
      invariant(!isCommitted, 'a draft is committed once');
      isCommitted = true;
      try {
        return await guard(commitDraft(draftDirectory, draft, options));
      } finally {
        await discard();
      }
    },
  };
}

async function makeDraftDirectory(draftsDirectory: string): Promise<string> {
  await mkdir(draftsDirectory, { recursive: true });
  const directory = await mkdtemp(join(draftsDirectory, 'draft-'));
  await claimDraft(directory);
  await mkdir(join(directory, 'files'));
  return directory;
}

async function addFile(
  directory: string,
  { path, source, ownDirectory }: { path: string; source: string; ownDirectory: string },
): Promise<void> {
  const target = await makeWay(directory, path);
  await linkOrCopy(source, target, ownDirectory);
}

async function addContent(directory: string, path: string, content: string | Uint8Array): Promise<void> {
  const target = await makeWay(directory, path);
  await writeFile(target, content);
}

async function makeWay(directory: string, path: string): Promise<string> {
  const target = join(directory, artifactFile.shape.path.parse(path));
  await mkdir(dirname(target), { recursive: true });
  // What lies here may be a link to a blob: writing over it would write into the blob.
  await rm(target, { force: true });
  return target;
}

async function commitDraft(
  draftDirectory: string,
  draft: ManifestDraft,
  options: DraftOptions,
): Promise<Digest> {
  const directory = join(draftDirectory, 'files');
  const paths = await listFiles(directory, '');
  const files = await mapConcurrently(paths.sort(compareCodeUnits), numFilesAtOnce, async (path) =>
    hashFile(directory, path, options.recall),
  );
  const manifest = artifactManifest.parse({
    ...draft,
    format: 'slipway-artifact/1',
    files: files.map(({ path, sizeBytes, digest }) => ({ path, sizeBytes, digest })),
  } satisfies ArtifactManifest);
  const manifestText = canonicalJson(manifest);
  const artifact = digestOf(manifestText);
  await options.publish({ artifact, manifest, manifestText, files, draftDirectory });
  return artifact;
}

async function hashFile(directory: string, path: string, recall: DraftOptions['recall']): Promise<DraftFile> {
  const absolutePath = join(directory, path);
  const known = await recall?.(absolutePath);
  const { digest, sizeBytes } = await digestFile(absolutePath, { isSynced: true, ...(known && { known }) });
  return { path, absolutePath, digest, sizeBytes };
}

async function listFiles(root: string, prefix: string): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(join(root, prefix), { withFileTypes: true })) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) paths.push(...(await listFiles(root, path)));
    else if (entry.isFile()) paths.push(path);
    else throw notAFile(path);
  }
  return paths;
}

function notAFile(path: string): SlipwayError {
  return new SlipwayError({
    code: 'internal',
    message: `${path} in a draft is no plain file; an artifact holds plain files only`,
  });
}

function compareCodeUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
