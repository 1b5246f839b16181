/**
 * Models with their proofs and deployments, and the starters with whether they are here.
 * Invariant: a damaged artifact shows as what it is and takes no other with it.
 */
import { type Digest, isSlipwayError, type ModelListing, modelFacts, type Starter } from '@slipway/contracts';
import { catalogue } from '@slipway/stages';
import { readReport } from '../gates/read-report.ts';
import { findAncestor } from '../receipts/model-ancestry.ts';
import type { Services } from '../services/open-services.ts';

/** More than a page shows at once. */
const maxModels = 1000;
/** Each model shows all its gates, however old it is. */
const allReports = Number.MAX_SAFE_INTEGER;

export async function listModels(
  services: Pick<Services, 'lineage' | 'store'> & { book: Pick<Services['book'], 'list'> },
): Promise<{ models: ModelListing[]; starters: Starter[] }> {
  const { lineage, store, book } = services;
  const { artifacts } = await lineage.list({ kind: 'model', limit: maxModels });
  const deployments = await book.list();
  const gates = await readGates(
    services,
    artifacts.map(({ digest }) => digest),
  );
  const models: ModelListing[] = [];
  for (const artifact of artifacts) {
    const facts = modelFacts.safeParse(artifact.facts);
    if (!facts.success) continue;
    const base = await findAncestor(store, artifact.digest, 'base').catch(noneWhereDamaged);
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
  const starters = catalogue.map((entry) => ({
    ...entry,
    aliases: [...entry.aliases],
    isPulled: names.has(entry.name),
  }));
  return { models, starters };
}

/** Gates by the model each is about; one that cannot be read stands with every model it was made of. */
async function readGates(
  { lineage, store }: Pick<Services, 'lineage' | 'store'>,
  models: readonly Digest[],
): Promise<Map<Digest, ModelListing['gates']>> {
  const { artifacts } = await lineage.list({ kind: 'gate-report', madeOf: models, limit: allReports });
  const byModel = new Map<Digest, ModelListing['gates']>();
  for (const { digest } of artifacts) {
    const report = await readReport(store, digest);
    const gate = { digest, handover: report?.handover ?? 'unreadable', passed: report?.passed ?? false };
    for (const model of report ? [report.model] : await listModelParents(store, digest))
      byModel.set(model, [...(byModel.get(model) ?? []), gate]);
  }
  return byModel;
}

async function listModelParents(store: Services['store'], report: Digest): Promise<Digest[]> {
  const manifest = await store.readManifest(report).catch(noneWhereDamaged);
  return (manifest?.parents ?? []).filter(({ role }) => role === 'model').map(({ digest }) => digest);
}

function noneWhereDamaged(error: unknown): undefined {
  if (!isSlipwayError(error) || !error.code.startsWith('artifact-')) throw error;
}
