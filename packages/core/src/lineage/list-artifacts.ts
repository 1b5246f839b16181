/**
 * Artifacts as lists show them, newest first.
 */
import { type ArtifactKind, type ArtifactSummary, type Digest, SlipwayError } from '@slipway/contracts';
import { and, count, desc, eq, ilike, inArray, or } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { artifactParents, artifacts } from './lineage-tables.ts';

export interface ArtifactFilter {
  kind?: ArtifactKind | undefined;
  /** Part of a name or of a stage, or the beginning of a digest. */
  search?: string | undefined;
  /** Only what was made of one of these, in whatever role. */
  madeOf?: readonly Digest[] | undefined;
  limit: number;
}

/** @returns the newest ones, and how many there are in all */
export async function listArtifacts(
  queries: Queries,
  filter: ArtifactFilter,
): Promise<{ artifacts: ArtifactSummary[]; numTotal: number }> {
  const isWanted = and(
    filter.kind === undefined ? undefined : eq(artifacts.kind, filter.kind),
    filter.search ? matches(filter.search) : undefined,
    filter.madeOf === undefined ? undefined : inArray(artifacts.digest, childrenOf(queries, filter.madeOf)),
  );
  const rows = await queries
    .select()
    .from(artifacts)
    .where(isWanted)
    .orderBy(desc(artifacts.number))
    .limit(filter.limit);
  const totals = await queries.select({ numTotal: count() }).from(artifacts).where(isWanted);
  return { artifacts: rows.map(summarise), numTotal: totals[0]?.numTotal ?? 0 };
}

function childrenOf(queries: Queries, parents: readonly Digest[]) {
  return queries
    .select({ child: artifactParents.child })
    .from(artifactParents)
    .where(inArray(artifactParents.parent, [...parents]));
}

/** @throws SlipwayError `artifact-missing` */
export async function readArtifactSummary(queries: Queries, artifact: Digest): Promise<ArtifactSummary> {
  const rows = await queries.select().from(artifacts).where(eq(artifacts.digest, artifact));
  if (rows[0]) return summarise(rows[0]);
  throw new SlipwayError({
    code: 'artifact-missing',
    message: `the lineage knows no artifact ${artifact}`,
    hint: 'List what there is with `slipway artifacts`.',
  });
}

function matches(search: string) {
  const literal = search
    .trim()
    .replaceAll('\0', '')
    .replace(/[\\%_]/g, '\\$&');
  const digits = literal.replace(/^sha256:/, '');
  return or(
    ilike(artifacts.name, `%${literal}%`),
    ilike(artifacts.stage, `%${literal}%`),
    ilike(artifacts.digest, `sha256:${digits}%`),
  );
}

function summarise(row: typeof artifacts.$inferSelect): ArtifactSummary {
  return {
    digest: row.digest,
    kind: row.kind,
    name: row.manifest.name,
    stage: row.stage,
    sizeBytes: row.sizeBytes,
    createdAt: row.createdAt.toISOString(),
    facts: row.manifest.facts,
    licences: row.manifest.licences,
  };
}
