/**
 * Cuts the input into units of work of about equal bytes: a stretch of a large file, or many small files.
 * Invariant: depends on the files and the size of a unit alone, so the units, and all that is made of them, are the same on any number of
 * machines. Every byte is in one unit.
 */
import { compareCodeUnits } from '../hash/compare-code-units.ts';

export interface InputFile {
  /** Where it lies. */
  path: string;
  /** How records and people call it. */
  name: string;
  /** Name of the reader. */
  format: string;
  numBytes: number;
  /** Whether a reader may begin at any byte of it. */
  isSplittable: boolean;
  /** What names its content: a digest, or size and time of change. */
  version: string;
}

export interface UnitPiece {
  file: InputFile;
  from: number;
  end: number;
}

export interface Unit {
  /** Number of the unit, from 0. */
  place: number;
  pieces: readonly UnitPiece[];
  numBytes: number;
}

export const defaultUnitBytes = 32 * 1024 * 1024;
/** So that a million small files do not become one unit whose loss costs all of them. */
const maxPieces = 512;

/** @param unitBytes how large a unit may be; a file that cannot be cut may be larger and stands alone then */
export function planUnits(files: readonly InputFile[], unitBytes = defaultUnitBytes): Unit[] {
  const units: Unit[] = [];
  let pieces: UnitPiece[] = [];
  let numBytes = 0;
  const close = () => {
    if (pieces.length > 0) units.push({ place: units.length, pieces, numBytes });
    pieces = [];
    numBytes = 0;
  };
  const sorted = [...files].sort((a, b) => compareCodeUnits(a.name, b.name));
  for (const piece of sorted.flatMap((file) => cutFile(file, unitBytes))) {
    const size = sizeOfPiece(piece);
    if (numBytes + size > unitBytes || pieces.length === maxPieces) close();
    pieces.push(piece);
    numBytes += size;
  }
  close();
  return units;
}

function cutFile(file: InputFile, unitBytes: number): UnitPiece[] {
  if (!file.isSplittable || file.numBytes <= unitBytes)
    return [{ file, from: 0, end: Number.MAX_SAFE_INTEGER }];
  const numPieces = Math.ceil(file.numBytes / unitBytes);
  const cut = (place: number) => Math.floor((file.numBytes * place) / numPieces);
  return Array.from({ length: numPieces }, (_, place) => ({
    file,
    from: cut(place),
    end: place + 1 === numPieces ? Number.MAX_SAFE_INTEGER : cut(place + 1),
  }));
}

/** Bytes of the piece, as its file lies there. */
export function sizeOfPiece({ file, from, end }: UnitPiece): number {
  return Math.min(end, file.numBytes) - Math.min(from, file.numBytes);
}
