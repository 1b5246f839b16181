/**
 * What runs ask of the lineage: to remember what was made, and by which key.
 * Invariant: both are written in the transaction that ends the step, so that a result is known exactly if its step succeeded.
 */
import type { ArtifactManifest, Digest } from '@slipway/contracts';
import type { Queries } from '../database/database.ts';

export interface StepResult {
  key: Digest;
  stage: string;
  stageVersion: string;
  /** By output name. */
  outputs: Record<string, Digest>;
}

export interface RunLineage {
  /** Makes an artifact known with its parents. Safe to repeat. */
  registerArtifact(queries: Queries, artifact: Digest, manifest: ArtifactManifest): Promise<void>;
  /** Remembers what a key gave; a later result of the same key takes its place. */
  recordStepResult(queries: Queries, result: StepResult): Promise<void>;
  /** Outputs of a key; undefined where it was never made. */
  findStepResult(queries: Queries, key: Digest): Promise<Record<string, Digest> | undefined>;
}
