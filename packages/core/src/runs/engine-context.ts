/**
 * What every part of the run engine works with, and the one way in which it changes a run.
 * Invariant: `changeRun` locks the run's row, so that changes of one run follow one another and see each other.
 */
import type { Machine, RunId } from '@slipway/contracts';
import { eq } from 'drizzle-orm';
import type { Database, Transaction } from '../database/database.ts';
import type { EventDraft, EventLog } from '../events/event-log.ts';
import type { Lineage } from '../lineage/open-lineage.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { Launcher } from '../ports/launcher.ts';
import type { Logger } from '../ports/logger.ts';
import type { ObjectStorage } from '../ports/object-storage.ts';
import type { RunPolicy } from './run-policy.ts';
import { type RunRow, runs } from './run-tables.ts';
import type { StageCatalogue } from './stage-catalogue.ts';

export interface EngineContext {
  database: Database;
  events: EventLog;
  store: ArtifactStore;
  lineage: Pick<Lineage, 'registerArtifact' | 'recordStepResult' | 'findStepResult'>;
  stages: StageCatalogue;
  launchers: ReadonlyMap<string, Launcher>;
  /** For surveys of documents in buckets. */
  objects: ObjectStorage;
  policy: RunPolicy;
  log: Logger;
  now(): Date;
  machine(): Promise<Machine>;
  /** State folder of the installation, as attempts see it. */
  home: string;
  /** Holds a folder for each attempt, named by its id. */
  attemptsDirectory: string;
  /** Holds a folder for each step key, which survives attempts. */
  scratchDirectory: string;
  /** Where the control API answers, once it does. */
  control(): { url: string; tokenFile: string } | undefined;
  /** Aborts when the engine closes. */
  signal: AbortSignal;
}

/** A transaction on one run whose row it holds. */
export interface RunChange {
  tx: Transaction;
  run: RunRow;
  now: Date;
  emit(body: EventDraft['body']): void;
}

/** Changes one run in one transaction. Returns undefined where there is no such run. */
export function changeRun<Result>(
  context: EngineContext,
  runId: RunId,
  work: (change: RunChange) => Promise<Result>,
): Promise<Result | undefined> {
  return context.events.transact(async (tx, emit) => {
    const rows = await tx.select().from(runs).where(eq(runs.id, runId)).for('update');
    const run = rows[0];
    if (run === undefined) return undefined;
    return work({ tx, run, now: context.now(), emit: (body) => emit({ runId, body }) });
  });
}
