/**
 * Scans a unit of the input into parts, going on where an earlier scan of it stopped.
 * Invariant: a part is durable before the journal tells of it; cut off anywhere, the parts that come of it in the end are the same.
 * A part ends after the record that fills it, so its bounds depend on the input and the recipe alone.
 */
import { join } from 'node:path';
import { writePart } from '../parts/part-file.ts';
import {
  type InputPosition,
  type JournalEntry,
  openPartJournal,
  type PartJournal,
} from '../parts/part-journal.ts';
import { meterPieces } from './meter-pieces.ts';
import type { ScanTools } from './open-scan-tools.ts';
import { createPartBuilder, type PartBuilder } from './part-builder.ts';
import type { Unit, UnitPiece } from './plan-units.ts';
import { type RecordSetAside, readPiece } from './read-piece.ts';
import { createDocumentScanner, type RecordOrigin } from './scan-document.ts';
import { nothingScanned, type ScannedDocument } from './scanned-document.ts';

export interface ScanUnitOptions {
  /** Folder of the parts. */
  folder: string;
  /** Names the recipe and all it depends on; parts of another key are made again. */
  key: string;
  tools: ScanTools;
  /** Told, about once a megabyte, of bytes of the unit's files that were gone through since it was told last. */
  onProgress?: ((numBytes: number) => void) | undefined;
}

/** Parts are closed by whichever comes first, so that one fits in memory several times over. */
const partBytes = 48 * 1024 * 1024;
const partSourceBytes = 32 * 1024 * 1024;

/** The file of a part. */
export function partName(unit: number, place: number): string {
  return `unit-${String(unit).padStart(6, '0')}-${String(place).padStart(4, '0')}.part`;
}

/** The journal of a unit. */
export function journalName(unit: number): string {
  return `unit-${String(unit).padStart(6, '0')}.journal`;
}

/**
 * Scans what is not scanned yet.
 * @returns the journal of the unit: its parts in order
 * @throws the file system's error, where the input cannot be read or a part not be written
 */
export async function scanUnit(unit: Unit, options: ScanUnitOptions): Promise<readonly JournalEntry[]> {
  const journal = await openPartJournal(join(options.folder, journalName(unit.place)), options.key);
  try {
    if (journal.next) await scanParts(unit, { start: journal.next, journal, options });
    return journal.entries;
  } finally {
    await journal.close();
  }
}

async function scanParts(
  unit: Unit,
  { start, journal, options }: { start: InputPosition; journal: PartJournal; options: ScanUnitOptions },
): Promise<void> {
  const { tools, folder, onProgress = () => undefined } = options;
  const scan = createDocumentScanner(tools);
  let builder = createPartBuilder(tools.scores);
  const close = async (next: InputPosition | null) => {
    const part = builder.build();
    await writePart(join(folder, partName(unit.place, journal.entries.length)), part);
    await journal.append({ next, facts: part.facts });
    builder = createPartBuilder(tools.scores);
  };
  const meter = meterPieces(onProgress);
  for (const before of unit.pieces.slice(0, start.piece)) {
    meter.begin(before);
    meter.finish();
  }
  for (let { piece, from } = start; piece < unit.pieces.length; piece += 1, from = 0) {
    const stretch = unit.pieces[piece] as UnitPiece;
    const origin = originOf(stretch);
    meter.begin(stretch);
    for await (const result of readPiece(stretch, { resumed: from, tools, onRead: meter.read })) {
      const document = result.kind === 'record' ? scan(result, origin) : describeFault(result, origin);
      builder.add(document);
      if (isFull(builder)) await close({ piece, from: result.end });
    }
    meter.finish();
  }
  await close(null);
  meter.flush();
}

const isFull = ({ numSourceBytes, numBytes }: PartBuilder) =>
  numSourceBytes >= partSourceBytes || numBytes >= partBytes;

/** A piece belongs to the folder that its file's name begins with; files beside the folders belong together. */
function originOf({ file }: UnitPiece): RecordOrigin {
  const end = file.name.indexOf('/');
  return { source: end < 0 ? '.' : file.name.slice(0, end), format: file.format };
}

function describeFault(fault: RecordSetAside, origin: RecordOrigin): ScannedDocument {
  const { name, reason, detail } = fault;
  return { ...nothingScanned, ...origin, name, drop: { step: 'read', reason, detail } };
}
