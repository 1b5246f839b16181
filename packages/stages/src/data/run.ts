/**
 * Makes a dataset: read, told apart by language, filtered, deduplicated, split.
 * Invariant: the result depends on the documents and the spec alone; every document is either in it or in `dropped.jsonl` with its reason.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import {
  type DatasetCard,
  type DatasetDocument,
  type Digest,
  type DroppedDocument,
  datasetDocument,
  invariant,
  SlipwayError,
  type SourceDocument,
  sourceDocument,
} from '@slipway/contracts';
import { collectRecords, type RunContext, writeRecords } from '@slipway/core';
import {
  chooseHeldOut,
  type Document,
  findDuplicates,
  identifyLanguage,
  judgeDocument,
  readSource,
} from '@slipway/text';
import { createFunnel, type Funnel } from './funnel.ts';
import type { DataSpec } from './spec.ts';

type Identified = Document & { language: string };

export async function runData(context: RunContext<DataSpec>): Promise<Record<string, Digest>> {
  const [input] = context.inputs.documents ?? [];
  invariant(input, 'data has documents');
  const sources = await collectRecords<SourceDocument>(
    await context.store.locateFile(input.digest, 'documents.jsonl'),
    sourceDocument,
  );
  const funnel = createFunnel();
  funnel.close('taken', sources, []);
  const read = await readDocuments(context, { artifact: input.digest, sources, funnel });
  const kept = removeDuplicates(filterDocuments(read, context.spec, funnel), context.spec, funnel);
  if (kept.length === 0) throw noneKept(funnel);
  const documents = assignSplits(kept, context.spec);
  return { dataset: await commitDataset(context, { documents, funnel, licences: input.manifest.licences }) };
}

async function readDocuments(
  context: RunContext<DataSpec>,
  from: { artifact: Digest; sources: SourceDocument[]; funnel: Funnel },
): Promise<Identified[]> {
  const documents: Identified[] = [];
  const dropped: DroppedDocument[] = [];
  for (const [place, source] of from.sources.entries()) {
    context.signal.throwIfAborted();
    const file = await context.store.locateFile(from.artifact, `files/${source.path}`);
    const chunks = createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>;
    for await (const result of readSource(
      { path: source.path, chunks },
      { maxBytes: context.spec.maxDocumentBytes },
    )) {
      if (result.kind === 'document') {
        const { language } = identifyLanguage(result.document.text);
        documents.push({ ...result.document, language });
      } else {
        const { path, reason, detail } = result.setAside;
        dropped.push({
          path,
          reason,
          detail,
          ...(path === source.path ? { document: source.document } : {}),
        });
      }
    }
    context.reportProgress({
      done: place + 1,
      total: from.sources.length,
      unit: 'files',
      activity: 'reading',
    });
  }
  from.funnel.close('read', documents, dropped);
  return documents;
}

function filterDocuments(documents: Identified[], spec: DataSpec, funnel: Funnel): Identified[] {
  const wanted = spec.languages;
  const dropped: DroppedDocument[] = [];
  const kept = documents.filter((one) => {
    const { path, language } = one;
    const document = one.document as Digest;
    if (wanted && !wanted.some((tag) => language === tag || language.startsWith(`${tag}-`))) {
      dropped.push({ path, document, reason: 'other-language', detail: language });
      return false;
    }
    const verdict = judgeDocument(one);
    if (!verdict.isKept) dropped.push({ path, document, reason: verdict.reason, detail: verdict.detail });
    return verdict.isKept;
  });
  funnel.close('filtered', kept, dropped);
  return kept;
}

function removeDuplicates(documents: Identified[], spec: DataSpec, funnel: Funnel): Identified[] {
  const duplicates = findDuplicates(documents, { threshold: spec.nearDuplicateThreshold });
  const gone = new Map(duplicates.map((one) => [one.path, one]));
  const dropped: DroppedDocument[] = duplicates.map((one) => ({
    path: one.path,
    document: one.document as Digest,
    reason: one.kind === 'exact' ? 'exact-duplicate' : 'near-duplicate',
    detail: `of ${one.ofPath}`,
    duplicateOf: one.ofDocument as Digest,
  }));
  const kept = documents.filter((one) => !gone.has(one.path));
  funnel.close('deduplicated', kept, dropped);
  return kept;
}

function assignSplits(documents: Identified[], { seed, heldoutShare }: DataSpec): DatasetDocument[] {
  const heldOut = chooseHeldOut(
    documents.map((one) => one.document),
    { seed, heldOutShare: heldoutShare },
  );
  return documents.map(({ document, path, title, format, language, text }) =>
    datasetDocument.parse({
      document,
      path,
      title,
      format,
      language,
      text,
      split: heldOut.has(document) ? 'heldout' : 'train',
    }),
  );
}

async function commitDataset(
  context: RunContext<DataSpec>,
  made: {
    documents: DatasetDocument[];
    funnel: Funnel;
    licences: { spdx: string; source?: string | undefined }[];
  },
): Promise<Digest> {
  const { documents, funnel } = made;
  const card = describeCard(documents, funnel);
  const draft = await context.store.draft();
  await writeRecords(join(draft.directory, 'documents.jsonl'), documents);
  await writeRecords(join(draft.directory, 'dropped.jsonl'), funnel.dropped);
  await draft.writeFile('card.json', `${JSON.stringify(card, null, 2)}\n`);
  return context.commit({
    output: 'dataset',
    draft,
    kind: 'dataset',
    name: context.spec.name,
    parents: [{ role: 'documents', digest: context.inputs.documents?.[0]?.digest as Digest }],
    licences: made.licences,
    facts: {
      numDocuments: documents.length,
      numDropped: funnel.dropped.length,
      numCharacters: card.numCharacters,
      languages: Object.keys(card.languages),
    },
  });
}

function describeCard(documents: DatasetDocument[], funnel: Funnel): DatasetCard {
  const numHeldOut = documents.filter((one) => one.split === 'heldout').length;
  return {
    funnel: funnel.stages,
    languages: countBy(documents.map((one) => one.language)),
    formats: countBy(documents.map((one) => one.format)),
    splits: { train: documents.length - numHeldOut, heldout: numHeldOut },
    numCharacters: documents.reduce((sum, one) => sum + one.text.length, 0),
  };
}

function countBy(words: string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}

function noneKept(funnel: Funnel): SlipwayError {
  const reasons = countBy(funnel.dropped.map((one) => one.reason));
  const named = Object.entries(reasons).map(([reason, count]) => `${count} ${reason}`);
  return new SlipwayError({
    code: 'documents-none-kept',
    message: `no document was kept: ${named.join(', ')}`,
    hint: 'Give other documents, or loosen the data step: languages, nearDuplicateThreshold, maxDocumentBytes.',
  });
}
