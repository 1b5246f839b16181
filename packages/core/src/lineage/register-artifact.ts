/**
 * Makes artifacts of the store known to the lineage, with their parents and, for documents, every document in them.
 * Invariant: an artifact is known whole or not at all; registering again changes nothing.
 */
import {
  type ArtifactManifest,
  type Digest,
  droppedDocument,
  isSlipwayError,
  sourceDocument,
} from '@slipway/contracts';
import { inArray } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import { readRecords } from '../records/read-records.ts';
import { artifactParents, artifacts, documents } from './lineage-tables.ts';

/** Rows of one statement; PostgreSQL takes at most 65,535 parameters. */
const insertSize = 2000;

export interface Registration {
  store: ArtifactStore;
  artifact: Digest;
  manifest: ArtifactManifest;
  now: () => Date;
}

/**
 * Registers an artifact, and before it those of its ancestors that are not known yet.
 * @throws SlipwayError `artifact-missing`, `artifact-corrupt` where its list of documents cannot be read
 */
export async function registerArtifact(queries: Queries, registration: Registration): Promise<void> {
  const { store, manifest, now } = registration;
  for (const parent of await findUnknown(queries, manifest)) {
    const parentManifest = await readIfThere(store, parent);
    if (!parentManifest) continue;
    await registerArtifact(queries, { store, artifact: parent, manifest: parentManifest, now });
  }
  await queries.transaction((transaction) => insertArtifact(transaction, registration));
}

async function findUnknown(queries: Queries, manifest: ArtifactManifest): Promise<Digest[]> {
  const parents = [...new Set(manifest.parents.map((parent) => parent.digest))];
  if (parents.length === 0) return [];
  const rows = await queries
    .select({ digest: artifacts.digest })
    .from(artifacts)
    .where(inArray(artifacts.digest, parents));
  const known = new Set(rows.map((row) => row.digest));
  return parents.filter((parent) => !known.has(parent));
}

/** A parent may have been collected: the artifact made of it is known all the same. */
async function readIfThere(store: ArtifactStore, artifact: Digest): Promise<ArtifactManifest | undefined> {
  try {
    return await store.readManifest(artifact);
  } catch (error) {
    if (isSlipwayError(error) && error.code === 'artifact-missing') return undefined;
    throw error;
  }
}

async function insertArtifact(queries: Queries, registration: Registration): Promise<void> {
  const { artifact, manifest, now } = registration;
  const inserted = await queries
    .insert(artifacts)
    .values({
      digest: artifact,
      kind: manifest.kind,
      name: toText(manifest.name),
      stage: toText(manifest.stage),
      stageVersion: toText(manifest.stageVersion),
      sizeBytes: manifest.files.reduce((sum, file) => sum + file.sizeBytes, 0),
      createdAt: now(),
      manifest,
    })
    .onConflictDoNothing()
    .returning({ digest: artifacts.digest });
  if (inserted.length === 0) return;
  const parents = manifest.parents.map((parent, position) => ({
    child: artifact,
    parent: parent.digest,
    role: toText(parent.role),
    position,
  }));
  for (const rows of chunks(parents)) await queries.insert(artifactParents).values(rows);
  if (manifest.kind === 'documents') await insertDocuments(queries, registration);
}

async function insertDocuments(queries: Queries, { store, artifact, manifest }: Registration): Promise<void> {
  const rows: (typeof documents.$inferInsert)[] = [];
  const hasFile = (path: string) => manifest.files.some((file) => file.path === path);
  if (hasFile('documents.jsonl')) {
    const path = await store.locateFile(artifact, 'documents.jsonl');
    for await (const one of readRecords(path, sourceDocument)) {
      rows.push({ artifact, path: toText(one.path), document: one.document });
    }
  }
  if (hasFile('set-aside.jsonl')) {
    const path = await store.locateFile(artifact, 'set-aside.jsonl');
    for await (const one of readRecords(path, droppedDocument)) {
      const reason = toText(one.detail === undefined ? one.reason : `${one.reason}: ${one.detail}`);
      rows.push({ artifact, path: toText(one.path), document: one.document ?? null, reason });
    }
  }
  for (const some of chunks(rows)) await queries.insert(documents).values(some).onConflictDoNothing();
}

function* chunks<Row>(rows: Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += insertSize) yield rows.slice(start, start + insertSize);
}

/** PostgreSQL's text holds no NUL. */
function toText(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
