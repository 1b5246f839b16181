/**
 * Finds what a person means by a reference: a digest, the first digits of one, a document's path, a record of one, an artifact's name, or
 * an id.
 * Invariant: never guesses between two; says which there are. What stands behind a `#` names a record only where no file is called so.
 */
import { type Digest, SlipwayError, type Wording } from '@slipway/contracts';
import { desc, eq, ilike, isNotNull, like, or, type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import type { LineageExtension } from './lineage-extension.ts';
import { artifacts, documents } from './lineage-tables.ts';

export type ResolvedReference =
  | { type: 'artifact'; reference: Digest }
  /** `reference` is the document's digest, or its path where it could not be read; `record` is one of its records, as datasets name it. */
  | { type: 'document'; reference: string; record?: string; note?: Wording }
  | { type: 'external'; reference: string };

/** Fewer digits than this are taken for a path. */
const minDigits = 8;
const maxNamed = 5;

/** @throws SlipwayError `trace-target-unknown`, `artifact-ambiguous` */
export async function resolveReference(
  queries: Queries,
  extension: LineageExtension,
  reference: string,
): Promise<ResolvedReference> {
  const wanted = reference.trim().replaceAll('\0', '');
  if (await extension.describe(wanted)) return { type: 'external', reference: wanted };
  const digits = /^(?:sha256:)?([0-9a-f]{1,64})$/i.exec(wanted)?.[1]?.toLowerCase();
  if (digits !== undefined && digits.length >= minDigits) {
    const found = await findByDigits(queries, digits, wanted);
    if (found) return found;
  }
  const found =
    (await findByPath(queries, wanted)) ??
    (await findRecord(queries, wanted)) ??
    (await findByName(queries, wanted));
  if (found) return found;
  await suggestByPart(queries, wanted);
  throw new SlipwayError({
    code: 'trace-target-unknown',
    message: `nothing is known by the reference ${JSON.stringify(wanted)}`,
    hint: `Give a digest (or its first ${minDigits} digits at the least), the path of a document (of a record with what stands behind its #), the name of an artifact, or the id of a deployment or an answer; \`slipway artifacts\` lists artifacts.`,
  });
}

async function findByDigits(
  queries: Queries,
  digits: string,
  wanted: string,
): Promise<ResolvedReference | undefined> {
  const pattern = `sha256:${digits}%`;
  const found = await queries
    .select({ reference: artifacts.digest, type: sql<'artifact' | 'document'>`'artifact'` })
    .from(artifacts)
    .where(like(artifacts.digest, pattern))
    .union(
      queries
        .select({ reference: sql<Digest>`${documents.document}`, type: sql<'document'>`'document'` })
        .from(documents)
        .where(like(documents.document, pattern)),
    )
    .limit(maxNamed + 1);
  if (found.length > 1)
    throw ambiguous(
      wanted,
      found.map((one) => `${one.reference} (${one.type})`),
    );
  return found[0];
}

async function findByPath(queries: Queries, wanted: string): Promise<ResolvedReference | undefined> {
  const path = await findPath(queries, wanted);
  return path === undefined ? undefined : findVersions(queries, path);
}

/** A record is named by the path of its file, and by what stands behind the last `#`. */
async function findRecord(queries: Queries, wanted: string): Promise<ResolvedReference | undefined> {
  const at = wanted.lastIndexOf('#');
  const path = at < 0 ? undefined : await findPath(queries, wanted.slice(0, at));
  const file = path === undefined ? undefined : await findVersions(queries, path);
  return file && { ...file, record: `${path}${wanted.slice(at)}` };
}

/** The path that is stored, of the one that was given. @throws SlipwayError `artifact-ambiguous` */
async function findPath(queries: Queries, wanted: string): Promise<string | undefined> {
  const path = wanted.replace(/^\.\//, '');
  if (path === '') return undefined;
  const [exact] = await queries
    .select({ path: documents.path })
    .from(documents)
    .where(eq(documents.path, path))
    .limit(1);
  if (exact) return path;
  // People give a path from where they stand; what is stored is the path from the folder that was read.
  const escaped = escapePattern(path);
  const near = await queries
    .selectDistinct({ path: documents.path })
    .from(documents)
    .where(
      or(
        like(documents.path, `%/${escaped}`),
        sql`right(${path}, length(${documents.path}) + 1) = '/' || ${documents.path}`,
      ),
    )
    .orderBy(documents.path)
    .limit(maxNamed + 1);
  if (near.length > 1)
    throw ambiguous(
      wanted,
      near.map((one) => one.path),
    );
  return near[0]?.path;
}

async function findByName(queries: Queries, wanted: string): Promise<ResolvedReference | undefined> {
  const named = await listCandidates(queries, eq(artifacts.name, wanted));
  if (named.length > 1) throw ambiguous(wanted, named.map(describeCandidate));
  return named[0] && { type: 'artifact', reference: named[0].digest };
}

/** Part of a name or a path is not enough to be meant; it is enough to say what there is. */
async function suggestByPart(queries: Queries, wanted: string): Promise<void> {
  if (wanted === '') return;
  const pattern = `%${escapePattern(wanted)}%`;
  const named = await listCandidates(queries, ilike(artifacts.name, pattern));
  const paths = await queries
    .selectDistinct({ path: documents.path })
    .from(documents)
    .where(ilike(documents.path, pattern))
    .orderBy(documents.path)
    .limit(maxNamed + 1);
  const candidates = [...named.map(describeCandidate), ...paths.map((one) => one.path)];
  if (candidates.length > 0) throw ambiguous(wanted, candidates);
}

async function listCandidates(queries: Queries, isWanted: SQL): Promise<Candidate[]> {
  return queries
    .select({ digest: artifacts.digest, kind: artifacts.kind, name: artifacts.name })
    .from(artifacts)
    .where(isWanted)
    .orderBy(desc(artifacts.number))
    .limit(maxNamed + 1);
}

interface Candidate {
  digest: Digest;
  kind: string;
  name: string;
}

function describeCandidate({ digest, kind, name }: Candidate): string {
  return `${digest.slice(0, 'sha256:'.length + 12)} (${kind} ${name})`;
}

function escapePattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** One path may have had several contents over time: the newest is meant. */
async function findVersions(
  queries: Queries,
  path: string,
): Promise<(ResolvedReference & { type: 'document' }) | undefined> {
  const rows = await queries
    .select({ document: documents.document })
    .from(documents)
    .innerJoin(artifacts, eq(artifacts.digest, documents.artifact))
    .where(eq(documents.path, path))
    .orderBy(desc(artifacts.number), desc(isNotNull(documents.document)));
  if (rows.length === 0) return undefined;
  const [newest, ...earlier] = [...new Set(rows.flatMap((row) => row.document ?? []))];
  if (newest === undefined) return { type: 'document', reference: path };
  if (earlier.length === 0) return { type: 'document', reference: newest };
  const [numVersions, before] = [earlier.length + 1, earlier.slice(0, maxNamed)];
  const note = {
    en: `newest of ${numVersions} versions; before it ${before.join(', ')}`,
    zh: `${numVersions} 个版本中最新的一个；在它之前：${before.join('、')}`,
  };
  return { type: 'document', reference: newest, note };
}

function ambiguous(wanted: string, candidates: string[]): SlipwayError {
  const named = candidates.slice(0, maxNamed).join(', ');
  const more = candidates.length > maxNamed ? ' and more' : '';
  return new SlipwayError({
    code: 'artifact-ambiguous',
    message: `${JSON.stringify(wanted)} may mean ${named}${more}`,
    hint: 'Give more of it.',
  });
}
