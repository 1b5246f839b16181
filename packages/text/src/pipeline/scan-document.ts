/**
 * Takes one document through the steps of a scan, in kernel memory: address, language, quality, lists and models, contamination, hashes,
 * personal data.
 * Invariant: the result depends on the record, the recipe and its aids alone. What a call reserves is given back by the next one.
 * Refuses: to compare documents with each other; that needs all of them.
 */
import { createHash } from 'node:crypto';
import { countListedWords, measurePerplexity, scoreQuality } from './ask-lists-and-models.ts';
import { findContamination } from './find-contamination.ts';
import { judgeQuality } from './judge-quality.ts';
import type { ScanTools } from './open-scan-tools.ts';
import { placeText } from './place-text.ts';
import type { PieceRecord } from './read-piece.ts';
import type { Draft, ScanStep } from './scan-step.ts';
import { nothingScanned, type ScanDrop, type ScannedDocument } from './scanned-document.ts';
import { hashText, signText } from './sign-text.ts';
import { tellLanguage } from './tell-language.ts';
import { treatPersonalData } from './treat-personal-data.ts';

/** Where a record comes from. */
export type RecordOrigin = Pick<ScannedDocument, 'source' | 'format'>;

export type DocumentScanner = (record: PieceRecord, origin: RecordOrigin) => ScannedDocument;

/** Makes a scanner; its tools stay in kernel memory. */
export function createDocumentScanner(tools: ScanTools): DocumentScanner {
  const { kernels } = tools;
  return (record, origin) => {
    kernels.release(tools.meters.mark());
    const facts = {
      name: record.name,
      ...origin,
      numSourceBytes: record.original?.numBytes ?? record.bytes.length,
      digest: record.original?.digest ?? createHash('sha256').update(record.bytes).digest(),
    };
    const refused = refuseAddress(record, tools);
    if (refused) return { ...nothingScanned, ...facts, drop: refused };
    const placed = placeText(record, tools);
    if ('step' in placed) return { ...nothingScanned, ...facts, drop: placed };
    const { pointer, length, title = record.title } = placed;
    const draft: Draft = { ...unknown, scores: {}, pointer, length };
    const drop = runSteps(draft, tools);
    if (drop) draft.hash = hashText(draft, tools);
    const text = kernels.bytes().subarray(draft.pointer, draft.pointer + draft.length);
    const { pointer: _pointer, length: _length, ...found } = draft;
    return { ...facts, title: title ?? '', ...found, text, ...(drop ? { drop } : {}) };
  };
}

const { language, personalData, contamination, hash, signature } = nothingScanned;
const unknown = { language, rows: [], personalData, contamination, hash, signature };

const steps: readonly ScanStep[] = [
  tellLanguage,
  judgeQuality,
  countListedWords,
  measurePerplexity,
  scoreQuality,
  findContamination,
  signText,
  treatPersonalData,
];

function runSteps(draft: Draft, tools: ScanTools): ScanDrop | undefined {
  for (const step of steps) {
    const drop = step(draft, tools);
    if (drop) return drop;
  }
  return undefined;
}

/** Before the text is looked at: a crawl's refused pages cost nothing more. */
function refuseAddress({ address }: PieceRecord, { addresses }: ScanTools): ScanDrop | undefined {
  if (!addresses || address === undefined) return undefined;
  const verdict = addresses(address);
  return verdict.isKept ? undefined : { step: 'address', reason: verdict.reason, detail: address };
}
