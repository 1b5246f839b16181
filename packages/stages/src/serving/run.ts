/**
 * Brings a model into service: the server starts its engine, the gate compares the endpoint with the file, and only then is it promoted.
 * Invariant: a deployment that fails its gate is refused and never answers a customer.
 * Refuses a converted model that no passed gate compared with what it was made of, before any engine starts.
 */

import { type Digest, type GateReport, invariant, type Probe } from '@slipway/contracts';
import {
  compareProbes,
  countPositions,
  type Engine,
  joinLicences,
  type RunContext,
  standardProbeSet,
} from '@slipway/core';
import { connectEngine, loadLlamaEngine, probeEngine } from '@slipway/engines';
import { refuseFailed, requireProof } from '../proof/read-gates.ts';
import type { ServingSpec } from './spec.ts';

export async function runServing(context: RunContext<ServingSpec>): Promise<Record<string, Digest>> {
  const [model] = context.inputs.model ?? [];
  invariant(model, 'serving has a model');
  const gates = (context.inputs.gates ?? []).map((one) => one.digest);
  await requireProof(context.store, model, gates);
  const reference = await probeFile(context, model.digest);
  const evaluations = (context.inputs.evaluations ?? []).map((one) => one.digest);
  const index = context.inputs.index?.[0]?.digest;
  const dataset = context.inputs.dataset?.[0]?.digest;
  const id = await context.deployments.propose({
    alias: context.spec.alias,
    model: model.digest,
    ...(index === undefined ? {} : { index }),
    ...(dataset === undefined ? {} : { dataset }),
    gates,
    evaluations,
    contextTokens: context.spec.contextTokens,
  });
  context.reportProgress({ done: 1, total: 3, unit: 'steps', activity: 'engine' });
  const address = await context.deployments.waitUntilReady(id, context.signal);
  const engine = connectEngine(address);
  const served = await useEngine(engine);
  context.reportProgress({ done: 2, total: 3, unit: 'steps', activity: 'gate' });
  const report = judge(context, { model: model.digest, reference, served });
  const reportDigest = await commitReport(context, report);
  await context.deployments.judge(id, reportDigest);
  if (!report.passed) throw refuseFailed(report);
  return { report: reportDigest, deployment: await commitDeployment(context, reportDigest) };
}

async function probeFile(context: RunContext<ServingSpec>, model: Digest): Promise<Probe> {
  const { threads } = context.machine;
  const engine = await loadLlamaEngine({
    modelPath: await context.store.locateFile(model, 'model.gguf'),
    contextTokens: context.spec.contextTokens,
    numSequences: 1,
    threads: { decode: threads, prompt: threads },
  });
  return useEngine(engine);
}

async function useEngine(engine: Engine): Promise<Probe> {
  try {
    return await probeEngine(engine, standardProbeSet);
  } finally {
    await engine.dispose();
  }
}

function judge(
  { spec }: RunContext<ServingSpec>,
  sides: { model: Digest; reference: Probe; served: Probe },
): GateReport {
  const bounds = { meanLogit: spec.maxMeanLogit, maxLogit: spec.maxLogit, bitsPerByte: spec.maxBitsPerByte };
  const checks = compareProbes(sides.reference, sides.served, { bounds, texts: standardProbeSet.texts });
  return {
    handover: 'serve',
    from: 'file',
    to: `endpoint ${spec.alias}`,
    model: sides.model,
    passed: checks.every((one) => one.passed),
    checks: checks.map((one) => ({ ...one, measured: Number(one.measured.toFixed(4)) })),
    numTexts: sides.reference.texts.length,
    numPositions: countPositions(sides.reference),
  };
}

async function commitReport(context: RunContext<ServingSpec>, report: GateReport): Promise<Digest> {
  const draft = await context.store.draft();
  await draft.writeFile('report.json', `${JSON.stringify(report, null, 2)}\n`);
  return context.commit({
    output: 'report',
    draft,
    kind: 'gate-report',
    name: 'gate-serve',
    parents: [{ role: 'model', digest: report.model }],
    licences: joinLicences(context.inputs.model?.[0]?.manifest),
    facts: { handover: report.handover, passed: report.passed },
  });
}

async function commitDeployment(context: RunContext<ServingSpec>, report: Digest): Promise<Digest> {
  const roles = ['model', 'index', 'dataset', 'gates', 'evaluations'];
  const parents = roles.flatMap((role) =>
    (context.inputs[role] ?? []).map(({ digest }) => ({ role, digest })),
  );
  const draft = await context.store.draft();
  const { alias, contextTokens } = context.spec;
  await draft.writeFile('deployment.json', `${JSON.stringify({ alias, contextTokens }, null, 2)}\n`);
  return context.commit({
    output: 'deployment',
    draft,
    kind: 'deployment',
    name: alias,
    parents: [...parents, { role: 'gates', digest: report }],
    licences: joinLicences(
      ...['model', 'index', 'dataset'].map((role) => context.inputs[role]?.[0]?.manifest),
    ),
    facts: { alias, contextTokens },
  });
}
