/**
 * Makes a dataset: documents go through the factory, and what it keeps is split and written down.
 * Invariant: the result depends on the documents and the spec alone; every document is either in it or in `dropped.jsonl` with its reason.
 */
import { join } from 'node:path';
import {
  type DataCard,
  type DatasetDocument,
  type Digest,
  type DroppedDocument,
  invariant,
  SlipwayError,
  type SourceDocument,
  sourceDocument,
  wordData,
  wordWarning,
} from '@slipway/contracts';
import { collectRecords, type RunContext, writeRecords } from '@slipway/core';
import {
  chooseHeldOut,
  eachDocument,
  eachKeptName,
  findFormat,
  type InputFile,
  type PipelineRecipe,
  type PipelineResult,
  pathTitle,
  runPipeline,
  type SettledDocument,
  writeColumns,
} from '@slipway/text';
import { describeDataset } from './describe-dataset.ts';
import { meterPhases } from './meter-phases.ts';
import { prepareAids } from './prepare-aids.ts';
import { requireDisk } from './require-disk.ts';
import type { DataSpec } from './spec.ts';
import { toPipelineRecipe } from './to-pipeline-recipe.ts';

export async function runData(context: RunContext<DataSpec>): Promise<Record<string, Digest>> {
  const [input] = context.inputs.documents ?? [];
  invariant(input, 'data has documents');
  const sources = await collectRecords<SourceDocument>(
    await context.store.locateFile(input.digest, 'documents.jsonl'),
    sourceDocument,
  );
  const aids = await prepareAids(context);
  const folder = join(context.scratchDirectory, 'pipeline');
  const numBytes = sources.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  await requireDisk(folder, numBytes);
  const made = await runPipeline({
    files: await listInputs(context, input.digest, sources),
    recipe: toPipelineRecipe(context.spec, aids),
    aids,
    folder,
    numThreads: context.machine.threads,
    onProgress: meterPhases((progress) => context.reportProgress(progress)),
    signal: context.signal,
  });
  if (made.card.funnel.at(-1)?.kept.numDocuments === 0) throw noneKept(made.card);
  for (const warning of made.card.warnings) {
    const [en, zh] = [wordWarning(warning, 'en', String), wordWarning(warning, 'zh', String)];
    context.warn({
      en: `${en.title}. ${en.detail ?? ''}`.trim(),
      zh: `${zh.title}。${zh.detail ?? ''}`,
    });
  }
  const recipe = toPipelineRecipe(context.spec, aids);
  return {
    dataset: await commitDataset(context, { made, recipe, sources, licences: input.manifest.licences }),
  };
}

async function listInputs(
  { store }: RunContext<DataSpec>,
  artifact: Digest,
  sources: readonly SourceDocument[],
): Promise<InputFile[]> {
  const files: InputFile[] = [];
  // One after the other: each is opened where the store has not seen it whole yet, and there may be more than a process may open.
  for (const { path: name, document, sizeBytes } of sources)
    files.push({
      path: await store.locateFile(artifact, `files/${name}`),
      name,
      ...(findFormat(name) ?? { format: 'text', isSplittable: false }),
      numBytes: sizeBytes,
      version: document,
    });
  return files;
}

const inputRoles = ['documents', 'benchmarks', 'hosts', 'words', 'perplexity', 'classifier'] as const;

async function commitDataset(
  context: RunContext<DataSpec>,
  from: {
    made: PipelineResult;
    recipe: PipelineRecipe;
    sources: readonly SourceDocument[];
    licences: { spdx: string }[];
  },
): Promise<Digest> {
  const { parts, decisions, card } = from.made;
  const heldOut = await chooseSplit(from.made, context.spec);
  const draft = await context.store.draft();
  const tally = createTally();
  const settled = () => eachDocument(parts, decisions);
  await writeRecords(join(draft.directory, 'documents.jsonl'), listKept(settled(), heldOut, tally));
  await writeColumns(parts, { decisions, recipe: from.recipe, folder: draft.directory });
  const numDropped = await writeRecords(join(draft.directory, 'dropped.jsonl'), listDropped(settled()));
  const summary = describeDataset({ card, sources: from.sources, ...tally });
  await draft.writeFile('card.json', `${JSON.stringify(summary, null, 2)}\n`);
  await draft.writeFile('data-card.json', `${JSON.stringify(card, null, 2)}\n`);
  return context.commit({
    output: 'dataset',
    draft,
    kind: 'dataset',
    name: context.spec.name,
    parents: inputRoles.flatMap((role) =>
      (context.inputs[role] ?? []).map(({ digest }) => ({ role, digest })),
    ),
    licences: from.licences,
    facts: {
      numDocuments: summary.splits.train + summary.splits.heldout,
      numDropped,
      numCharacters: summary.numCharacters,
      languages: Object.keys(summary.languages),
    },
  });
}

async function chooseSplit(
  { parts, decisions }: PipelineResult,
  { seed, heldoutShare }: DataSpec,
): Promise<ReadonlySet<string>> {
  const digests: string[] = [];
  for await (const { digest } of eachKeptName(parts, decisions)) digests.push(nameDigest(digest));
  return chooseHeldOut(digests, { seed, heldOutShare: heldoutShare });
}

/** What is counted while the dataset is written. */
interface Tally {
  splits: { train: number; heldout: number };
  formats: Map<string, number>;
  numCharacters: number;
}

const createTally = (): Tally => ({
  splits: { train: 0, heldout: 0 },
  formats: new Map(),
  numCharacters: 0,
});

async function* listKept(
  documents: AsyncIterable<SettledDocument>,
  heldOut: ReadonlySet<string>,
  tally: Tally,
): AsyncGenerator<DatasetDocument> {
  for await (const { name, digest, format, language, fate } of documents) {
    if (fate.kind !== 'kept') continue;
    const document = nameDigest(digest);
    const split = heldOut.has(document) ? 'heldout' : 'train';
    tally.splits[split] += 1;
    tally.formats.set(format, (tally.formats.get(format) ?? 0) + 1);
    tally.numCharacters += fate.text.length;
    const title = fate.title === '' ? pathTitle(name) : fate.title;
    yield { document, path: name, title, format, language, split, text: fate.text };
  }
}

async function* listDropped(documents: AsyncIterable<SettledDocument>): AsyncGenerator<DroppedDocument> {
  for await (const { name, digest, fate } of documents) {
    if (fate.kind !== 'dropped') continue;
    const { reason, detail, duplicateOf } = fate;
    yield {
      path: name,
      ...(unread.test(digest) ? {} : { document: nameDigest(digest) }),
      reason,
      ...(detail === '' ? {} : { detail }),
      ...(duplicateOf ? { duplicateOf: nameDigest(duplicateOf.digest) } : {}),
    };
  }
}

const unread = /^0+$/;
const nameDigest = (hexadecimal: string) => `sha256:${hexadecimal}` as Digest;

function noneKept({ funnel }: DataCard): SlipwayError {
  const reasons = funnel
    .flatMap(({ dropped }) => Object.entries(dropped))
    .sort(([, a], [, b]) => b.numDocuments - a.numDocuments)
    .map(([reason, { numDocuments }]) => `${numDocuments} ${wordData('reason', reason, 'en')}`);
  return new SlipwayError({
    code: 'documents-none-kept',
    message: `no document was kept: ${reasons.join(', ')}`,
    hint: 'Give other documents, or loosen the data step: "languages", "quality", "minQualityScore", "maxPerplexity", "maxListedWords", "maxDocumentBytes".',
  });
}
