/**
 * Mark and sweep: removes what nothing reaches.
 * Invariant: kept are all artifacts that a root reaches over parents, whatever is younger than the grace time, what those reach, and
 * every blob of what is kept. An artifact disappears before its blobs do, so none is ever seen broken.
 * Refuses to sweep where a kept manifest cannot be read: what it holds could not be known.
 */
import { type Digest, isSlipwayError } from '@slipway/contracts';
import type { StoredItem } from './blob-folder.ts';
import type { CollectableStore } from './collectable-store.ts';

export interface GarbageOptions {
  store: CollectableStore;
  /** What runs, models, deployments and receipts hold on to; asked for while no artifact can become visible. */
  roots: Iterable<Digest> | (() => Promise<Iterable<Digest>>);
  /** Younger than this is kept: it may be made already but not recorded yet. At least the store's own minimum. */
  graceMs: number;
  /** Told what went, while no artifact can become visible: one that is made again afterwards is known anew. */
  onRemoved?: (removed: readonly Digest[]) => Promise<void>;
  /** Only tell what would go. */
  dryRun?: boolean;
  now?: () => number;
}

export interface GarbageReport {
  numArtifactsKept: number;
  /** Artifacts that went, or would. */
  removed: Digest[];
  numBlobsRemoved: number;
  freedBytes: number;
  /** Roots that the store does not hold. */
  missingRoots: Digest[];
}

/** @throws SlipwayError `artifact-corrupt` where something that is to be kept cannot be read; nothing is removed then */
export function collectGarbage(options: GarbageOptions): Promise<GarbageReport> {
  return options.store.withoutCommits(() => sweep(options));
}

async function sweep(options: GarbageOptions): Promise<GarbageReport> {
  const { store, dryRun = false, now = Date.now } = options;
  const youngSince = now() - Math.max(options.graceMs, store.minGraceMs);
  const isYoung = (item: StoredItem) => item.changedAtMs >= youngSince;
  const roots = [...(typeof options.roots === 'function' ? await options.roots() : options.roots)];
  const manifests = await collect(store.listManifests());
  const present = new Set(manifests.map((item) => item.digest));
  const young = manifests.filter(isYoung).map((item) => item.digest);
  const marked = await mark(store, [...roots, ...young], present);
  const removable = manifests.filter((item) => !marked.artifacts.has(item.digest));
  const blobs = (await collect(store.listBlobs())).filter(
    (item) => !marked.blobs.has(item.digest) && !isYoung(item),
  );
  if (!dryRun) {
    for (const item of removable) await store.removeManifest(item);
    await options.onRemoved?.(removable.map((item) => item.digest));
    for (const item of blobs) await store.removeBlob(item);
    await store.sweepDrafts({ olderThanMs: options.graceMs });
  }
  return {
    numArtifactsKept: marked.artifacts.size,
    removed: removable.map((item) => item.digest),
    numBlobsRemoved: blobs.length,
    freedBytes: [...removable, ...blobs].reduce((sum, item) => sum + item.sizeBytes, 0),
    missingRoots: [...new Set(roots)].filter((root) => !present.has(root)),
  };
}

async function mark(
  store: CollectableStore,
  from: readonly Digest[],
  present: ReadonlySet<Digest>,
): Promise<{ artifacts: Set<Digest>; blobs: Set<Digest> }> {
  const artifacts = new Set<Digest>();
  const blobs = new Set<Digest>();
  const queue = [...from];
  for (let artifact = queue.pop(); artifact !== undefined; artifact = queue.pop()) {
    if (artifacts.has(artifact) || !present.has(artifact)) continue;
    const manifest = await store.readManifest(artifact).catch((error: unknown) => {
      if (isSlipwayError(error) && error.code === 'artifact-missing') return undefined;
      throw error;
    });
    if (!manifest) continue;
    artifacts.add(artifact);
    for (const file of manifest.files) blobs.add(file.digest);
    for (const parent of manifest.parents) queue.push(parent.digest);
  }
  return { artifacts, blobs };
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
