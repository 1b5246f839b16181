/**
 * Writes out the receipt of an answer from the ledger, the deployment and the lineage.
 * Invariant: nothing on it is remembered separately: each line is read where it is kept. A report that cannot be read any more
 * stands on it as a gate that is not passed, so that verifying can name it.
 */
import { type Deployment, evaluationResult, type Receipt } from '@slipway/contracts';
import { type ArtifactStore, joinLicences } from '@slipway/core';
import type { CountedAnswer } from '@slipway/gateway';
import { showGate } from '../gates/read-report.ts';
import { readJsonFile } from '../services/read-json-file.ts';
import { type Ancestor, findAncestor } from './model-ancestry.ts';

export async function buildReceipt(
  answer: CountedAnswer,
  deployment: Deployment,
  store: ArtifactStore,
): Promise<Receipt> {
  const model = await store.readManifest(deployment.model);
  const base = await findAncestor(store, deployment.model, 'base');
  const adapter = await findAncestor(store, deployment.model, 'adapter');
  const dataset = await describeDataset(deployment, store);
  return {
    answerId: answer.answerId,
    at: answer.at,
    deploymentId: deployment.id,
    alias: deployment.alias,
    customerId: answer.customer.id,
    customer: answer.customer.name,
    industry: answer.customer.industry,
    model: { digest: deployment.model, name: model.name },
    ...(base ? { base: nameOf(base) } : {}),
    ...(adapter ? { adapter: nameOf(adapter) } : {}),
    ...(dataset ? { dataset } : {}),
    gates: await Promise.all(deployment.gates.map((digest) => showGate(store, digest))),
    scores: await readScores(deployment, store),
    licences: await listLicences(deployment, store, base),
    citations: answer.citations,
    grounding: answer.citations.length > 0 ? 'passages' : 'none',
    usage: answer.event.usage,
    reason: answer.event.reason,
    price: answer.price,
    durationMs: answer.event.durationMs,
    promptDigest: answer.promptDigest,
    answerDigest: answer.answerDigest,
  };
}

/** Of all that an answer rests on: the model, its base, and the documents that are searched. */
async function listLicences(
  deployment: Deployment,
  store: ArtifactStore,
  base: Ancestor | undefined,
): Promise<string[]> {
  const parts = [deployment.model, deployment.index, deployment.dataset].filter((one) => one !== undefined);
  const manifests = await Promise.all(parts.map((one) => store.readManifest(one)));
  return [...new Set(joinLicences(...manifests, base?.manifest).map((one) => one.spdx))];
}

function nameOf({ digest, manifest }: Ancestor): { digest: Ancestor['digest']; name: string } {
  return { digest, name: manifest.name };
}

async function describeDataset(deployment: Deployment, store: ArtifactStore): Promise<Receipt['dataset']> {
  if (deployment.dataset === undefined) return undefined;
  const { name, facts } = await store.readManifest(deployment.dataset);
  return { digest: deployment.dataset, name, numDocuments: Number(facts.numDocuments ?? 0) };
}

/** Scores of the very model that answered. */
async function readScores(deployment: Deployment, store: ArtifactStore): Promise<Receipt['scores']> {
  for (const digest of deployment.evaluations) {
    const result = await readJsonFile(store, { digest, path: 'result.json' }, evaluationResult);
    if (result?.model === deployment.model) return result.scores;
  }
  return [];
}
