/**
 * The gates behind a model: read from a step's inputs and from what the model was made of.
 * Invariant: a model that was converted is proven only by a passed gate that compared that very model with what it was made of;
 * so is each conversion before it.
 * Refuses: a gate that did not pass, a conversion without a gate, a gate that compared something else.
 */
import { readFile } from 'node:fs/promises';
import {
  type ArtifactManifest,
  type Digest,
  type GateReport,
  gateReport,
  SlipwayError,
} from '@slipway/contracts';
import type { ArtifactStore, InputArtifact } from '@slipway/core';

/** Stage whose models are another form of the one before: proof is owed for each. */
const convertingStage = 'quantisation';

export interface PassedGate {
  report: GateReport;
  /** Says what was compared: its parents are the sides. */
  manifest: ArtifactManifest;
}

/**
 * Reads gate reports and refuses those that did not pass.
 * @throws SlipwayError `gate-failed` with the place where the model differs
 */
export async function readPassedGates(store: ArtifactStore, gates: readonly Digest[]): Promise<PassedGate[]> {
  const passed: PassedGate[] = [];
  for (const gate of gates) {
    const report = gateReport.parse(
      JSON.parse(await readFile(await store.locateFile(gate, 'report.json'), 'utf8')),
    );
    if (!report.passed) throw refuseFailed(report);
    passed.push({ report, manifest: await store.readManifest(gate) });
  }
  return passed;
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
  const known = chain.flatMap(({ manifest }) => withRole(manifest, 'gates'));
  const passed = await readPassedGates(store, [...new Set([...gates, ...known])]);
  const unproven = chain.find((one) => !passed.some((gate) => isProofOf(gate, one)));
  if (unproven === undefined) return;
  const { from, handover } = describeConversion(unproven.manifest);
  throw new SlipwayError({
    code: 'gate-failed',
    message: `no gate proves that ${unproven.manifest.name} is still the model it was made from`,
    hint: `Add a parity step "${handover}" that compares it with its ${from}, and name its report under "gates".`,
  });
}

/** Whether a gate compared this model with the very artifacts that it was made of. */
function isProofOf({ report, manifest }: PassedGate, converted: InputArtifact): boolean {
  const { reference, adapter, handover } = describeConversion(converted.manifest);
  return (
    reference !== undefined &&
    report.handover === handover &&
    report.model === converted.digest &&
    isOnly(manifest, 'model', converted.digest) &&
    isOnly(manifest, 'reference', reference) &&
    isOnly(manifest, 'adapter', adapter)
  );
}

/** What a conversion has to be compared with, and how. */
function describeConversion(manifest: ArtifactManifest) {
  const [adapter] = withRole(manifest, 'adapter');
  const [reference] = [...withRole(manifest, 'model'), ...withRole(manifest, 'base')];
  return adapter === undefined
    ? { handover: 'quantise', from: 'model', reference, adapter }
    : { handover: 'merge', from: 'base and adapter', reference, adapter };
}

function isOnly(manifest: ArtifactManifest, role: string, digest: Digest | undefined): boolean {
  const found = withRole(manifest, role);
  return found.length === (digest === undefined ? 0 : 1) && found[0] === digest;
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
    const before: Digest | undefined = describeConversion(here.manifest).reference;
    here = before && { digest: before, manifest: await store.readManifest(before) };
  }
  return chain;
}

function withRole({ parents }: ArtifactManifest, role: string): Digest[] {
  return parents.filter((parent) => parent.role === role).map((parent) => parent.digest);
}
