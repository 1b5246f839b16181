/**
 * The gates behind a model: read from a step's inputs and from what the model was made of.
 * Invariant: a model that was converted is proven only by a passed gate that names that very model; so is each conversion before it.
 * Refuses: a gate that did not pass, a conversion without a gate.
 */
import { readFile } from 'node:fs/promises';
import {
  type ArtifactParent,
  type Digest,
  type GateReport,
  gateReport,
  SlipwayError,
} from '@slipway/contracts';
import type { ArtifactStore, InputArtifact } from '@slipway/core';

/** Stage whose models are another form of the one before: proof is owed for each. */
const convertingStage = 'quantisation';

/**
 * Reads gate reports and refuses those that did not pass.
 * @throws SlipwayError `gate-failed` with the place where the model differs
 */
export async function readPassedGates(store: ArtifactStore, gates: readonly Digest[]): Promise<GateReport[]> {
  const reports: GateReport[] = [];
  for (const gate of gates) {
    const report = gateReport.parse(
      JSON.parse(await readFile(await store.locateFile(gate, 'report.json'), 'utf8')),
    );
    if (!report.passed) throw refuseFailed(report);
    reports.push(report);
  }
  return reports;
}

/**
 * Walks from a model back to the one that was pulled and looks for the proof of each conversion on the way.
 * @param gates gate reports that the step was given; those in the models' own lineage count too
 * @throws SlipwayError `gate-failed` naming the model that nothing proves
 */
export async function requireProof(
  store: ArtifactStore,
  model: InputArtifact,
  gates: readonly Digest[],
): Promise<void> {
  const chain = await listConversions(store, model);
  const known = chain.flatMap(({ manifest }) => withRole(manifest.parents, 'gates'));
  const proven = new Set(
    (await readPassedGates(store, [...new Set([...gates, ...known])])).map((one) => one.model),
  );
  const unproven = chain.find((one) => !proven.has(one.digest));
  if (unproven === undefined) return;
  throw new SlipwayError({
    code: 'gate-failed',
    message: `no gate proves that ${unproven.manifest.name} is still the model it was made from`,
    hint: 'Add a parity step for it, and name its report under "gates".',
  });
}

/** The error for a report that did not pass. */
export function refuseFailed(report: GateReport): SlipwayError {
  const places = report.checks
    .filter((check) => !check.passed)
    .map(
      (check) => `${check.name}: ${check.place ?? `${check.measured} ${check.unit}, bound ${check.bound}`}`,
    );
  return new SlipwayError({
    code: 'gate-failed',
    message: `the gate "${report.handover}" refused the model: ${places.slice(0, 3).join('; ')}`,
    hint: 'The model is not promoted. The gate report in the store lists every check with its bound.',
  });
}

async function listConversions(store: ArtifactStore, model: InputArtifact): Promise<InputArtifact[]> {
  const chain: InputArtifact[] = [];
  let here: InputArtifact | undefined = model;
  while (here?.manifest.stage === convertingStage) {
    chain.push(here);
    const parents: ArtifactParent[] = here.manifest.parents;
    const [before]: Digest[] = [...withRole(parents, 'model'), ...withRole(parents, 'base')];
    here = before && { digest: before, manifest: await store.readManifest(before) };
  }
  return chain;
}

function withRole(parents: readonly ArtifactParent[], role: string): Digest[] {
  return parents.filter((parent) => parent.role === role).map((parent) => parent.digest);
}
