/**
 * Gate reports as the server reads them: for promotion, lists and receipts alike.
 * Invariant: a report that is missing, damaged or no report is `undefined` or a gate that has not passed, never an error of whatever shows it.
 */
import { type Digest, type GateReport, gateReport, type Receipt } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import { readJsonFile } from '../services/read-json-file.ts';

/** The report, or undefined where it cannot be read. */
export function readReport(store: ArtifactStore, digest: Digest): Promise<GateReport | undefined> {
  return readJsonFile(store, { digest, path: 'report.json' }, gateReport);
}

/** A gate as lists and receipts show it. */
export async function showGate(store: ArtifactStore, digest: Digest): Promise<Receipt['gates'][number]> {
  const report = await readReport(store, digest);
  if (report === undefined) return { digest, handover: 'unreadable', passed: false };
  return { digest, handover: report.handover, passed: report.passed };
}
