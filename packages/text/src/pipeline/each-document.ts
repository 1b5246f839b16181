/**
 * Goes through what became of each document of a run, in the order of the input.
 * Invariant: every document of the input comes once, kept with its text or dropped with its reason.
 * Memory: one part, and the names of the kept documents of the parts in which duplicates have their originals.
 */
import type { DocumentPlace } from '../minhash/cluster-duplicates.ts';
import type { DuplicateDecisions, PartDuplicates } from './decide-duplicates.ts';
import type { PartReference } from './list-parts.ts';
import { type ScannedPart, withScannedPart } from './scanned-part.ts';

/** What names a document. */
export interface DocumentName {
  name: string;
  /** SHA-256 of the bytes as they came, in hexadecimal; all zeros where they could not be read. */
  digest: string;
}

export interface DroppedFacts {
  step: string;
  reason: string;
  detail: string;
  duplicateOf?: DocumentName;
}

export interface SettledDocument extends DocumentName {
  numSourceBytes: number;
  language: string;
  format: string;
  fate: { kind: 'kept'; title: string; text: string } | ({ kind: 'dropped' } & DroppedFacts);
}

const decoder = new TextDecoder();

/** @throws SlipwayError `artifact-corrupt` where a part is damaged */
export async function* eachDocument(
  parts: readonly PartReference[],
  decisions: DuplicateDecisions,
): AsyncGenerator<SettledDocument> {
  const findOriginal = createOriginalFinder(parts);
  for (const { path, number } of parts) {
    const columns = await withScannedPart(path, readColumns);
    const duplicates = decisions.of(number);
    let numKept = 0;
    for (const [place, document] of columns.documents.entries()) {
      const drop = columns.drops[place] ?? 0;
      const [step = '', reason = ''] = (columns.reasons[drop - 1] ?? '').split(':');
      if (drop > 0) {
        yield { ...document, fate: { kind: 'dropped', step, reason, detail: columns.details[place] ?? '' } };
        continue;
      }
      const kept = numKept++;
      const repeat = findRepeat(duplicates, kept);
      const cut = duplicates.emptied?.get(kept);
      if (cut)
        yield {
          ...document,
          fate: { kind: 'dropped', step: 'duplicates', reason: cut, detail: 'nothing is left' },
        };
      else if (repeat) yield { ...document, fate: await describeRepeat(repeat, findOriginal) };
      else yield { ...document, fate: columns.textOf(kept) };
    }
  }
}

/** The names of the documents that are kept, in the order of the input, without reading their texts. */
export async function* eachKeptName(
  parts: readonly PartReference[],
  decisions: DuplicateDecisions,
): AsyncGenerator<DocumentName> {
  for (const { path, number } of parts) {
    const duplicates = decisions.of(number);
    const kept = await withScannedPart(path, readKeptNames);
    for (const [place, name] of kept.entries())
      if (!(findRepeat(duplicates, place) || duplicates.emptied?.has(place))) yield name;
  }
}

interface Repeat {
  reason: 'exact-duplicate' | 'near-duplicate';
  original: DocumentPlace;
}

function findRepeat({ exact, near }: PartDuplicates, place: number): Repeat | undefined {
  const same = exact.get(place);
  if (same) return { reason: 'exact-duplicate', original: same };
  const alike = near.get(place);
  return alike && { reason: 'near-duplicate', original: alike };
}

async function describeRepeat(
  { reason, original }: Repeat,
  findOriginal: (place: DocumentPlace) => Promise<DocumentName>,
): Promise<SettledDocument['fate']> {
  const duplicateOf = await findOriginal(original);
  return { kind: 'dropped', step: 'duplicates', reason, detail: `of ${duplicateOf.name}`, duplicateOf };
}

async function readColumns(part: ScannedPart) {
  const [drops, sourceBytes, languages, formats] = await Promise.all([
    part.numbers('drops'),
    part.numbers('sourceBytes'),
    part.numbers('languages'),
    part.numbers('formats'),
  ]);
  const [names, text, ends, titles] = [
    await readNames(part),
    await part.text(),
    await part.numbers('textEnds'),
    await part.titles(),
  ];
  const { facts } = part;
  return {
    drops,
    reasons: facts.drops,
    details: await part.details(),
    documents: names.map((named, place) => ({
      ...named,
      numSourceBytes: sourceBytes[place] ?? 0,
      language: facts.languages[languages[place] ?? 0] ?? 'und',
      format: facts.formats[formats[place] ?? 0] ?? '',
    })),
    textOf: (kept: number) => ({
      kind: 'kept' as const,
      title: titles[kept] ?? '',
      text: decoder.decode(text.subarray(ends[kept - 1] ?? 0, ends[kept])),
    }),
  };
}

async function readNames(part: ScannedPart): Promise<DocumentName[]> {
  const digests = Buffer.from(await part.numbers('digests'));
  const names = await part.names();
  return names.map((name, place) => ({
    name,
    digest: digests.subarray(place * digestBytes, (place + 1) * digestBytes).toString('hex'),
  }));
}

async function readKeptNames(part: ScannedPart): Promise<DocumentName[]> {
  const drops = await part.numbers('drops');
  return (await readNames(part)).filter((_, place) => drops[place] === 0);
}

const digestBytes = 32;

/** Names the documents that duplicates repeat; a part's names are read once. */
function createOriginalFinder(
  parts: readonly PartReference[],
): (place: DocumentPlace) => Promise<DocumentName> {
  const kept = new Map<number, Promise<DocumentName[]>>();
  const readKept = (number: number) => withScannedPart(parts[number]?.path ?? '', readKeptNames);
  return async ({ unit, document }) => {
    const names = kept.get(unit) ?? readKept(unit);
    kept.set(unit, names);
    return (await names)[document] ?? { name: '', digest: '0'.repeat(digestBytes * 2) };
  };
}
