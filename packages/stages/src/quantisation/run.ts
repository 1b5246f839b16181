/**
 * Writes a model in another number type, merging an adapter in on the way where one is given.
 * Invariant: refuses a model whose gate did not pass; the file's bytes depend on the inputs and the scheme alone.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Digest, type Facts, invariant } from '@slipway/contracts';
import { joinLicences, type RunContext } from '@slipway/core';
import { convertGguf, describeModelFile, mergeLora, type WeightsProgress } from '@slipway/weights';
import { readPassedGates } from '../proof/read-gates.ts';
import type { QuantisationSpec } from './spec.ts';

export async function runQuantisation(
  context: RunContext<QuantisationSpec>,
): Promise<Record<string, Digest>> {
  const [model] = context.inputs.model ?? [];
  const [adapter] = context.inputs.adapter ?? [];
  invariant(model, 'quantisation has a model');
  await readPassedGates(
    context.store,
    (context.inputs.gates ?? []).map((gate) => gate.digest),
  );
  const { spec, store } = context;
  const draft = await store.draft();
  try {
    await writeModel(context, join(draft.directory, 'model.gguf'));
    const description = await describeModelFile(join(draft.directory, 'model.gguf'));
    const parents = [{ role: adapter ? 'base' : 'model', digest: model.digest }];
    if (adapter) parents.push({ role: 'adapter', digest: adapter.digest });
    for (const gate of context.inputs.gates ?? []) parents.push({ role: 'gates', digest: gate.digest });
    const digest = await context.commit({
      output: 'model',
      draft,
      kind: 'model',
      name: `${spec.name}-${spec.scheme}`,
      parents,
      licences: joinLicences(model.manifest, adapter?.manifest),
      facts: { ...model.manifest.facts, fileType: description.fileType ?? spec.scheme } satisfies Facts,
    });
    return { model: digest };
  } finally {
    await draft.discard();
  }
}

async function writeModel(context: RunContext<QuantisationSpec>, outputPath: string): Promise<void> {
  const { spec, inputs, store, signal, scratchDirectory } = context;
  const [model] = inputs.model ?? [];
  const [adapter] = inputs.adapter ?? [];
  invariant(model, 'quantisation has a model');
  const basePath = await store.locateFile(model.digest, 'model.gguf');
  const startedAt = performance.now();
  const onProgress = ({ doneBytes, totalBytes }: WeightsProgress) => {
    const ratePerSecond = (doneBytes * 1000) / Math.max(1, performance.now() - startedAt);
    const remaining =
      ratePerSecond > 0 ? { remainingMs: ((totalBytes - doneBytes) / ratePerSecond) * 1000 } : {};
    context.reportProgress({
      done: doneBytes,
      total: totalBytes,
      unit: 'bytes',
      ratePerSecond,
      ...remaining,
    });
  };
  if (!adapter) {
    await convertGguf(basePath, outputPath, { type: spec.scheme, onProgress, signal });
    return;
  }
  const adapterPath = join(scratchDirectory, 'adapter');
  await rm(adapterPath, { recursive: true, force: true });
  await store.materialise(adapter.digest, adapterPath);
  await mergeLora({ basePath, adapterPath, outputPath, type: spec.scheme, onProgress, signal });
}
