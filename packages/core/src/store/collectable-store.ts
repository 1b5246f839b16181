/**
 * What a store offers to whoever tends it: lists with ages, removal, and a time without commits.
 * Refuses to be used by stages: they see the port alone.
 */
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { StoredItem } from './blob-folder.ts';

export interface CollectableStore extends ArtifactStore {
  /** Least age of what may be collected: 0 where commits can be held back. */
  readonly minGraceMs: number;
  listManifests(): AsyncIterable<StoredItem>;
  listBlobs(): AsyncIterable<StoredItem>;
  /** Makes an artifact invisible, durably. */
  removeManifest(item: StoredItem): Promise<void>;
  removeBlob(item: StoredItem): Promise<void>;
  /** Runs work while no artifact becomes visible, where the store can hold commits back. */
  withoutCommits<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Removes what processes that died left in the making.
   * @param options.olderThanMs 60,000 where left out
   * @returns how many drafts were removed
   */
  sweepDrafts(options?: { olderThanMs?: number }): Promise<number>;
}
