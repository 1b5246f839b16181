/**
 * One document of a dataset before and after: what its source says in the store, what the dataset keeps, and which rule spoke.
 * Invariant: computed of what the store holds; nothing is kept. Refuses nothing that a dataset names.
 */
import {
  type Digest,
  type DocumentComparison,
  invariant,
  SlipwayError,
  type SourceDocument,
  sourceDocument,
} from '@slipway/contracts';
import { type ArtifactStore, collectRecords, findSourceAddress } from '@slipway/core';
import {
  type ColumnDocument,
  compareTexts,
  explainFate,
  fetchSourceText,
  findFormat,
  readColumns,
} from '@slipway/text';
import { z } from 'zod';
import { findDocuments } from '../documents/find-documents.ts';
import { locateColumns } from './ask-dataset.ts';

/** Characters of each text that are compared; beyond, a page would not be read either. */
const maxCharacters = 200_000;

/** What of a dataset's spec decides how a text is read; as the data stage has it. */
const readingSpec = z.object({
  html: z.enum(['whole-page', 'reading-matter']).default('whole-page'),
  maxDocumentBytes: z.number().default(32 * 1024 * 1024),
});

/**
 * @param document its name as the dataset has it, or `sha256:` of its raw bytes
 * @throws SlipwayError `not-found` where the dataset has no such document, or keeps no columns
 */
export async function compareDocument(
  store: ArtifactStore,
  dataset: Digest,
  document: string,
): Promise<DocumentComparison> {
  const found = await findColumns(store, dataset, document);
  const { name, language, numBytes, fate } = found.document;
  const source = await readSource(store, dataset, name);
  const before = source.text.slice(0, maxCharacters);
  const kept = fate === '' ? await readKept(store, dataset, found.document) : undefined;
  const after = kept?.slice(0, maxCharacters);
  return {
    name,
    ...(source.address === undefined ? {} : { address: source.address }),
    language,
    numBytes,
    fate,
    rule: explainFate(found.document) ?? null,
    repeats: found.original?.name ?? null,
    from: source.from,
    changes:
      after === undefined
        ? [{ kind: 'same' as const, text: before, why: null }].filter(({ text }) => text !== '')
        : compareTexts(before, after, language),
    isCut: source.text.length > maxCharacters || (kept?.length ?? 0) > maxCharacters,
  };
}

/** The document, and the one it repeats. */
async function findColumns(
  store: ArtifactStore,
  dataset: Digest,
  wanted: string,
): Promise<{ document: ColumnDocument; original?: ColumnDocument }> {
  const paths = await locateColumns(store, dataset);
  const isWanted = ({ name, digest }: ColumnDocument) => name === wanted || `sha256:${digest}` === wanted;
  const document = await findIn(paths, isWanted);
  if (!document)
    throw new SlipwayError({
      code: 'not-found',
      message: `dataset ${dataset.slice(0, 19)} has no document "${wanted}"`,
      hint: 'Give its path in the documents, for a record with what stands behind its #, or the digest of its bytes.',
    });
  const { original: place } = document;
  const original =
    place &&
    (await findIn(
      paths.filter((_, part) => part === place.part),
      (one) => one.place?.passed === place.passed,
    ));
  return { document, ...(original ? { original } : {}) };
}

async function findIn(
  paths: readonly string[],
  isWanted: (document: ColumnDocument) => boolean,
): Promise<ColumnDocument | undefined> {
  for (const path of paths)
    for await (const document of readColumns(path)) if (isWanted(document)) return document;
  return undefined;
}

async function readSource(store: ArtifactStore, dataset: Digest, name: string) {
  const { parents, spec } = await store.readManifest(dataset);
  const documents = parents.find(({ role }) => role === 'documents')?.digest;
  invariant(documents, 'a dataset is made of documents');
  const listed = await collectRecords<SourceDocument>(
    await store.locateFile(documents, 'documents.jsonl'),
    sourceDocument,
  );
  // A record is named by its file, and by what its reader puts behind `#`; a file's own name may have one, too.
  const file = listed
    .filter(({ path }) => name === path || name.startsWith(`${path}#`) || name.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
  invariant(file, 'a document of a dataset is of one of its files');
  const address = findSourceAddress(await store.readManifest(documents), file.path);
  const text = await fetchSourceText({
    file: {
      path: await store.locateFile(documents, `files/${file.path}`),
      name: file.path,
      ...(findFormat(file.path) ?? { format: 'text', isSplittable: false }),
      numBytes: file.sizeBytes,
      version: file.document,
    },
    name,
    recipe: readingSpec.parse(spec ?? {}),
  });
  return { ...text, address };
}

async function readKept(store: ArtifactStore, dataset: Digest, { digest }: ColumnDocument): Promise<string> {
  const wanted = `sha256:${digest}` as Digest;
  for await (const { text } of findDocuments(
    await store.locateFile(dataset, 'documents.jsonl'),
    new Set([wanted]),
  ))
    return text;
  return '';
}
