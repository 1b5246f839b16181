/**
 * What each step's key gave, so that nothing is made twice.
 * Invariant: one result a key, the latest; whether its artifacts are still whole is for the asker to see.
 */
import type { Digest } from '@slipway/contracts';
import { eq, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { stepResults } from './lineage-tables.ts';

/** Remembers what a key gave; a later result of the same key takes its place. */
export async function recordStepResult(
  queries: Queries,
  result: { key: Digest; stage: string; stageVersion: string; outputs: Record<string, Digest> },
  createdAt: Date,
): Promise<void> {
  const { key, ...rest } = result;
  const values = { ...rest, createdAt };
  await queries
    .insert(stepResults)
    .values({ key, ...values })
    .onConflictDoUpdate({ target: stepResults.key, set: values });
}

/** Outputs of a key by name; undefined where it was never made. */
export async function findStepResult(
  queries: Queries,
  key: Digest,
): Promise<Record<string, Digest> | undefined> {
  const rows = await queries
    .select({ outputs: stepResults.outputs })
    .from(stepResults)
    .where(eq(stepResults.key, key));
  return rows[0]?.outputs;
}

/** All artifacts that some key gave: what reuse rests on. */
export async function listResultArtifacts(queries: Queries): Promise<Digest[]> {
  const rows = await queries
    .select({ outputs: stepResults.outputs })
    .from(stepResults)
    .orderBy(sql`created_at`);
  return [...new Set(rows.flatMap(({ outputs }) => Object.values(outputs)))];
}
