/**
 * Judges a deployment by the gate report in the store.
 * Invariant: what the caller says of the report counts for nothing; it is read from the store, whose digest the caller names.
 */
import { type DeploymentId, type Digest, type GateReport, SlipwayError } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import type { DeploymentBook } from '../deployments/deployment-book.ts';
import { readReport } from './read-report.ts';

/**
 * @returns the report by which it was promoted or refused
 * @throws SlipwayError `artifact-missing`, `artifact-corrupt`, `gate-failed`, `deployment-unknown`, `deployment-not-ready`
 */
export async function judgeDeployment(
  { store, book }: { store: ArtifactStore; book: DeploymentBook },
  id: DeploymentId,
  gate: Digest,
): Promise<GateReport> {
  // Names what is missing or damaged, where the tolerant reader would only have nothing to give.
  await store.locateFile(gate, 'report.json');
  const report = await readReport(store, gate);
  if (report === undefined) {
    throw new SlipwayError({
      code: 'artifact-corrupt',
      message: `${gate.slice(0, 19)} is not a gate report`,
      hint: 'Name the report that the serving step committed.',
    });
  }
  await book.judge(id, gate, report);
  return report;
}
