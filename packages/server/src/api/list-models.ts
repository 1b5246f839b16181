/**
 * Models with their proofs and deployments, and the starters with whether they are here.
 */

import { readFile } from 'node:fs/promises';
import { type Digest, gateReport, type ModelListing, modelFacts, type Starter } from '@slipway/contracts';
import { catalogue } from '@slipway/stages';
import { findAncestor } from '../receipts/model-ancestry.ts';
import type { Services } from '../services/open-services.ts';

/** More than a page shows at once. */
const maxModels = 1000;

export async function listModels(
  services: Services,
): Promise<{ models: ModelListing[]; starters: Starter[] }> {
  const { lineage, store, book } = services;
  const { artifacts } = await lineage.list({ kind: 'model', limit: maxModels });
  const deployments = await book.list();
  const gates = await readGates(services);
  const models: ModelListing[] = [];
  for (const artifact of artifacts) {
    const facts = modelFacts.safeParse(artifact.facts);
    if (!facts.success) continue;
    const base = await findAncestor(store, artifact.digest, 'base');
    const starter = catalogue.find((entry) => entry.name === artifact.name);
    models.push({
      artifact,
      facts: facts.data,
      ...(starter ? { starter: starter.name } : {}),
      ...(base ? { base: base.digest } : {}),
      gates: gates.get(artifact.digest) ?? [],
      deployments: deployments.filter((one) => one.model === artifact.digest),
    });
  }
  const names = new Set(artifacts.map((artifact) => artifact.name));
  const starters = catalogue.map(({ aliases: _, ...entry }) => ({
    ...entry,
    isPulled: names.has(entry.name),
  }));
  return { models, starters };
}

async function readGates({ lineage, store }: Services): Promise<Map<Digest, ModelListing['gates']>> {
  const { artifacts } = await lineage.list({ kind: 'gate-report', limit: maxModels });
  const byModel = new Map<Digest, ModelListing['gates']>();
  for (const { digest } of artifacts) {
    const text = await readFile(await store.locateFile(digest, 'report.json'), 'utf8');
    const { model, handover, passed } = gateReport.parse(JSON.parse(text));
    byModel.set(model, [...(byModel.get(model) ?? []), { digest, handover, passed }]);
  }
  return byModel;
}
