/**
 * Artifacts and documents as nodes of a trace.
 */
import type { Digest, Facts, TraceNode } from '@slipway/contracts';
import { eq } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { joinLicences } from './join-licences.ts';
import { artifacts, documents } from './lineage-tables.ts';

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
    ...(note !== '' && { note }),
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
  const notes = [
    ...(first.reason === null ? [] : [`set aside: ${first.reason}`]),
    ...(otherPaths.length === 0 ? [] : [`also at ${otherPaths.join(', ')}`]),
  ];
  return {
    reference,
    kind: 'document',
    name: first.path,
    licences: joinLicences(...rows.map((row) => row.manifest)),
    ...(notes.length > 0 && { note: notes.join('; ') }),
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

/** `{numPairs: 2063}` as "2,063 pairs". */
function noteFacts(facts: Facts): string {
  const counts = Object.entries(facts).flatMap(([name, value]) => {
    const words = /^num([A-Z].*)$/.exec(name)?.[1];
    if (words === undefined || typeof value !== 'number') return [];
    return `${value.toLocaleString('en-US')} ${words.replace(/(?!^)[A-Z]/g, ' $&').toLowerCase()}`;
  });
  return counts.slice(0, maxNotedFacts).join(', ');
}
