/**
 * The records of a piece of input: by a reader on bytes, or for files of a company by a converter in a process of its own.
 * Invariant: begun again at the end of a record, what comes after it is the same.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type OfficeFormat, officeFormats } from '../office/records/conversion.ts';
import { type OpenInput, openFileInput } from '../sources/byte-input.ts';
import { findSource, sourceReaders } from '../sources/find-source.ts';
import { createWholeReader } from '../sources/read-whole-source.ts';
import { endOfSource, type RawRecord } from '../sources/record.ts';
import type { ScanTools } from './open-scan-tools.ts';
import type { InputFile, UnitPiece } from './plan-units.ts';
import { withLocalFile } from './with-local-file.ts';

/** A record; of a converted file with what it was converted from. */
export interface PieceRecord extends RawRecord {
  original?: { digest: Uint8Array; numBytes: number };
}

/** A record that could not be read; the reasons of readers and converters are told apart by nothing but their words. */
export interface RecordSetAside {
  kind: 'set-aside';
  reason: string;
  detail: string;
  name: string;
  end: number;
}

/** The endings of names that are read, lower-case, with the dot; those of readers may have `.gz` or `.zst` behind them. */
export const inputExtensions: readonly string[] = [
  ...sourceReaders.flatMap(({ extensions }) => extensions),
  ...officeFormats.map((format) => `.${format}`),
];

/** The format of a file by its name; nothing where no reader or converter takes it. */
export function findFormat(name: string): { format: string; isSplittable: boolean } | undefined {
  const office = officeFormats.find((format) => name.toLowerCase().endsWith(`.${format}`));
  if (office) return { format: office, isSplittable: false };
  const source = findSource(name);
  if (!source) return undefined;
  return { format: source.reader.format, isSplittable: source.reader.isSplittable && !source.isPacked };
}

const plainText = createWholeReader('text', []);

export interface ReadPieceOptions {
  /** Position of the piece's file at which an earlier scan stopped. */
  resumed: number;
  tools: ScanTools;
  /** Told of bytes that were read of the file as it lies there. */
  onRead?: (numBytes: number) => void;
}

export async function* readPiece(
  { file, from, end }: UnitPiece,
  { resumed, tools, onRead }: ReadPieceOptions,
): AsyncGenerator<PieceRecord | RecordSetAside> {
  if (isOffice(file.format)) {
    if (resumed < endOfSource) yield await convertFile(file, file.format, tools);
    return;
  }
  const { kernels, recipe } = tools;
  // A file whose ending nobody knows was asked for by it: source code, for example.
  const reader = findSource(file.name)?.reader ?? plainText;
  const opened = await (tools.openInput?.(file) ?? openFileInput(file.path, file.name));
  const input = onRead ? watchInput(opened, onRead) : opened;
  try {
    const limits = { maxRecordBytes: recipe.maxDocumentBytes };
    const members = { text: recipe.textFields };
    const start = Math.max(from, resumed);
    yield* reader.read(input, { kernels, from: start, end, limits, members, tables: 'markdown' });
  } finally {
    await input.close();
  }
}

function watchInput(input: OpenInput, onRead: (numBytes: number) => void): OpenInput {
  return {
    ...input,
    async read(offset, length) {
      const bytes = await input.read(offset, length);
      onRead(bytes.length);
      return bytes;
    },
  };
}

function isOffice(format: string): format is OfficeFormat {
  return officeFormats.some((known) => known === format);
}

async function convertFile(
  file: InputFile,
  format: OfficeFormat,
  { converter, openInput }: ScanTools,
): Promise<PieceRecord | RecordSetAside> {
  const { name, numBytes } = file;
  const { digest, made } = await withLocalFile(file, openInput, async (path) => ({
    digest: await hashFile(path),
    made: await converter.convert(path, format),
  }));
  const end = endOfSource;
  if (made.kind === 'set-aside') return { ...made, name, end };
  const { bytes, contentType, title, language, date } = made;
  const facts = Object.entries({ title, language, date }).filter(([, value]) => value !== undefined);
  const original = { digest, numBytes };
  return { kind: 'record', bytes, contentType, name, end, original, ...Object.fromEntries(facts) };
}

async function hashFile(path: string): Promise<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest();
}
