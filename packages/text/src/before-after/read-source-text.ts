/**
 * What a source said before the factory's own hand was on it: one document of a file, as its reader gave it.
 * Invariant: text and Markdown are shown with their bytes as they came; of pages, and of files that were converted, what the extraction
 * left, since markup beside plain text says nothing. Refuses nothing that the factory read.
 */
import { SlipwayError } from '@slipway/contracts';
import { openScanTools, type ScanTools } from '../pipeline/open-scan-tools.ts';
import { defaultPipelineRecipe, type PipelineRecipe } from '../pipeline/pipeline-recipe.ts';
import { placeText } from '../pipeline/place-text.ts';
import type { InputFile } from '../pipeline/plan-units.ts';
import { type PieceRecord, readPiece } from '../pipeline/read-piece.ts';

export interface SourceTextJob {
  file: InputFile;
  /** The document's name: the file's, or with `#` and what its reader puts behind it. */
  name: string;
  /** As the dataset was made. */
  recipe: Pick<PipelineRecipe, 'html' | 'maxDocumentBytes'>;
}

export interface SourceText {
  /** As the source has it; empty where nothing could be read. */
  text: string;
  /** `source` is what stood there, `decoded` what an encoding other than UTF-8 says, `extracted` what a page or a converted file holds. */
  from: 'source' | 'decoded' | 'extracted';
  /** What the factory read of it, before any rule. */
  read: string;
}

/** @throws SlipwayError `not-found` where the file holds no such document; the file system's error */
export async function readSourceText({ file, name, recipe }: SourceTextJob): Promise<SourceText> {
  const tools = await openScanTools(
    {
      ...defaultPipelineRecipe,
      ...recipe,
      personalData: 'ignore',
      duplicates: { ...defaultPipelineRecipe.duplicates, nearThreshold: 0 },
    },
    {},
  );
  const record = await findRecord({ file, name, tools });
  const placed = placeText(record, tools);
  const read =
    'step' in placed
      ? ''
      : decoder.decode(tools.kernels.bytes().subarray(placed.pointer, placed.pointer + placed.length));
  if (record.contentType === 'html' || record.original) return { text: read, from: 'extracted', read };
  const raw = decoder.decode(record.bytes);
  return raw.includes('\uFFFD') ? { text: read, from: 'decoded', read } : { text: raw, from: 'source', read };
}

const decoder = new TextDecoder();

async function findRecord({
  file,
  name,
  tools,
}: Pick<SourceTextJob, 'file' | 'name'> & { tools: ScanTools }): Promise<PieceRecord> {
  const stretch = { file, from: 0, end: Number.MAX_SAFE_INTEGER };
  // Records of lines are named by the byte at which they begin.
  const offset = Number(name.slice(name.lastIndexOf('#') + 1));
  const start = file.isSplittable && Number.isInteger(offset) ? offset : 0;
  for await (const record of readPiece(stretch, { resumed: start, tools })) {
    if (record.name !== name) continue;
    if (record.kind === 'record') return record;
    return { kind: 'record', name, bytes: new Uint8Array(), contentType: 'text', end: record.end };
  }
  throw new SlipwayError({
    code: 'not-found',
    message: `${file.name} holds no document ${name}`,
    hint: 'Give a name as the dataset has it.',
  });
}
