/**
 * The lineage: which artifacts there are, what each was made of, and what each step's key gave.
 * Invariant: the store is the truth; what stands here can be made again from it by `reindex`.
 * Refuses to remove anything from the store.
 */
import type { ArtifactManifest, ArtifactSummary, Digest, Trace } from '@slipway/contracts';
import { inArray } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import { emptyExtension, type LineageExtension } from './lineage-extension.ts';
import { artifacts, lineageMigrations } from './lineage-tables.ts';
import { type ArtifactFilter, listArtifacts, readArtifactSummary } from './list-artifacts.ts';
import { registerArtifact } from './register-artifact.ts';
import { resolveReference } from './resolve-reference.ts';
import { findStepResult, listResultArtifacts, recordStepResult } from './step-results.ts';
import { traceLineage } from './trace-lineage.ts';

/** More than a page can show; enough for whole tours. */
const defaultMaxNodes = 400;

export interface Lineage {
  /** Makes an artifact and its unknown ancestors known, in the caller's transaction. Safe to repeat. */
  registerArtifact(queries: Queries, artifact: Digest, manifest: ArtifactManifest): Promise<void>;
  /** The same, reading the manifest from the store. @throws SlipwayError `artifact-missing`, `artifact-corrupt` */
  register(artifact: Digest): Promise<void>;
  /** Forgets artifacts that were removed from the store. */
  forget(removed: readonly Digest[]): Promise<void>;
  /**
   * Registers whatever the store holds.
   * @returns how many artifacts it holds, and those that cannot be read
   */
  reindex(): Promise<{ numArtifacts: number; unreadable: Digest[] }>;
  list(filter: ArtifactFilter): Promise<{ artifacts: ArtifactSummary[]; numTotal: number }>;
  /** @throws SlipwayError `artifact-missing` */
  readSummary(artifact: Digest): Promise<ArtifactSummary>;
  recordStepResult(
    queries: Queries,
    result: { key: Digest; stage: string; stageVersion: string; outputs: Record<string, Digest> },
  ): Promise<void>;
  findStepResult(queries: Queries, key: Digest): Promise<Record<string, Digest> | undefined>;
  /** Artifacts that reuse rests on: roots for the collection of garbage. */
  listResultArtifacts(): Promise<Digest[]>;
  /**
   * @param reference digest, its first digits, path of a document, or id of a deployment or an answer
   * @param options.direction down for a document, up for all else where left out
   * @throws SlipwayError `trace-target-unknown`, `artifact-ambiguous`
   */
  trace(reference: string, options?: { direction?: 'up' | 'down'; maxNodes?: number }): Promise<Trace>;
  traceUp(reference: string, options?: { maxNodes?: number }): Promise<Trace>;
  traceDown(reference: string, options?: { maxNodes?: number }): Promise<Trace>;
}

export interface LineageOptions {
  database: Database;
  store: ArtifactStore;
  extension?: LineageExtension;
  now?: () => Date;
}

/** Brings the tables up to date and opens the lineage. */
export async function openLineage(options: LineageOptions): Promise<Lineage> {
  const { database, store, extension = emptyExtension, now = () => new Date() } = options;
  await migrate(database, 'lineage', lineageMigrations);

  const registerFrom = (queries: Queries, artifact: Digest, manifest: ArtifactManifest) =>
    registerArtifact(queries, { store, artifact, manifest, now });
  const register = async (artifact: Digest) =>
    registerFrom(database, artifact, await store.readManifest(artifact));
  const trace: Lineage['trace'] = async (reference, { direction, maxNodes = defaultMaxNodes } = {}) => {
    const root = await resolveReference(database, extension, reference);
    const towards = direction ?? (root.type === 'document' ? 'down' : 'up');
    return traceLineage({ queries: database, store, extension, root, direction: towards, maxNodes });
  };

  return {
    registerArtifact: registerFrom,
    register,
    forget: async (removed) => {
      if (removed.length > 0) await database.delete(artifacts).where(inArray(artifacts.digest, [...removed]));
    },
    reindex: () => reindex(store, register),
    list: (filter) => listArtifacts(database, filter),
    readSummary: (artifact) => readArtifactSummary(database, artifact),
    recordStepResult: (queries, result) => recordStepResult(queries, result, now()),
    findStepResult,
    listResultArtifacts: () => listResultArtifacts(database),
    trace,
    traceUp: (reference, bounds) => trace(reference, { ...bounds, direction: 'up' }),
    traceDown: (reference, bounds) => trace(reference, { ...bounds, direction: 'down' }),
  };
}

async function reindex(
  store: ArtifactStore,
  register: (artifact: Digest) => Promise<void>,
): Promise<{ numArtifacts: number; unreadable: Digest[] }> {
  const unreadable: Digest[] = [];
  let numArtifacts = 0;
  for await (const artifact of store.list()) {
    numArtifacts += 1;
    // One damaged artifact must not keep the others from being known.
    await register(artifact).catch(() => unreadable.push(artifact));
  }
  return { numArtifacts, unreadable };
}
