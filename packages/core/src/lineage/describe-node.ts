/**
 * Artifacts and documents as nodes of a trace.
 */
import type { Digest, Facts, TraceNode, Wording } from '@slipway/contracts';
import { eq } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { joinLicences } from './join-licences.ts';
import { artifacts, documents } from './lineage-tables.ts';
import { comma, joinWordings, semicolon, wordCount, wordReason } from './note-words.ts';
import { findSourceAddress } from './source-address.ts';

/** More facts than these make a note unreadable. */
const maxNotedFacts = 3;

export type ArtifactRow = typeof artifacts.$inferSelect;

/** An artifact's row, undefined where it is not known. */
export async function readArtifactRow(queries: Queries, artifact: Digest): Promise<ArtifactRow | undefined> {
  const rows = await queries.select().from(artifacts).where(eq(artifacts.digest, artifact));
  return rows[0];
}

/** An artifact as a node, noted with its counts: "2,063 pairs". */
export function describeArtifact({ digest, manifest }: ArtifactRow): TraceNode {
  const note = noteFacts(manifest.facts);
  return {
    reference: digest,
    kind: manifest.kind,
    name: manifest.name,
    stage: manifest.stage,
    stageVersion: manifest.stageVersion,
    spec: manifest.spec,
    licences: manifest.licences,
    ...(note && { note }),
  };
}

/**
 * A document as a node; its licence is that of the artifacts it lies in.
 * @param reference digest, or path where it could not be read
 */
export async function describeDocument(queries: Queries, reference: string): Promise<TraceNode | undefined> {
  const rows = await queries
    .select({ path: documents.path, reason: documents.reason, manifest: artifacts.manifest })
    .from(documents)
    .innerJoin(artifacts, eq(artifacts.digest, documents.artifact))
    .where(eq(isDocumentDigest(reference) ? documents.document : documents.path, reference))
    .orderBy(documents.path, documents.artifact);
  const first = rows[0];
  if (!first) return undefined;
  const otherPaths = [...new Set(rows.map((row) => row.path))].filter((path) => path !== first.path);
  const address = findSourceAddress(first.manifest, first.path);
  const notes = [
    ...(address === undefined ? [] : [{ en: `from ${address}`, zh: `取自 ${address}` }]),
    ...(first.reason === null ? [] : [noteSetAside(first.reason)]),
    ...(otherPaths.length === 0 ? [] : [noteOtherPaths(otherPaths)]),
  ];
  return {
    reference,
    kind: 'document',
    name: first.path,
    licences: joinLicences(...rows.map((row) => row.manifest)),
    ...(notes.length > 0 && { note: joinWordings(notes, semicolon) }),
  };
}

/** `documents` artifacts that hold a document, oldest first. */
export async function findHolders(
  queries: Queries,
  reference: string,
): Promise<{ artifact: Digest; isSetAside: boolean }[]> {
  const rows = await queries
    .select({ artifact: documents.artifact, reason: documents.reason })
    .from(documents)
    .innerJoin(artifacts, eq(artifacts.digest, documents.artifact))
    .where(eq(isDocumentDigest(reference) ? documents.document : documents.path, reference))
    .orderBy(artifacts.number);
  const taken = new Set(rows.filter((row) => row.reason === null).map((row) => row.artifact));
  return [...new Set(rows.map((row) => row.artifact))].map((artifact) => ({
    artifact,
    isSetAside: !taken.has(artifact),
  }));
}

function isDocumentDigest(reference: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(reference);
}

function noteSetAside(reason: string): Wording {
  const { en, zh } = wordReason(reason);
  return { en: `set aside: ${en}`, zh: `搁置：${zh}` };
}

function noteOtherPaths(paths: readonly string[]): Wording {
  return { en: `also at ${paths.join(', ')}`, zh: `另见于 ${paths.join('、')}` };
}

/** `{numPairs: 2063}` as "2,063 pairs". */
function noteFacts(facts: Facts): Wording | undefined {
  const counts = Object.entries(facts).flatMap(([name, value]) =>
    /^num[A-Z]/.test(name) && typeof value === 'number' ? [wordCount(name, value)] : [],
  );
  return counts.length === 0 ? undefined : joinWordings(counts.slice(0, maxNotedFacts), comma);
}
