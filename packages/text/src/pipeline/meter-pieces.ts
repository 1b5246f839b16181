/**
 * Progress of a scan in bytes of the input's files as they lie there, packed or not: what the size of the input is counted in, too.
 * Invariant: of a piece never more than its size is told, and all of it once it is done; so what is told of a unit adds up to its size.
 */
import { sizeOfPiece, type UnitPiece } from './plan-units.ts';

export interface PieceMeter {
  /** A piece that is gone through now. */
  begin(piece: UnitPiece): void;
  /** Bytes that were read of its file. */
  read(numBytes: number): void;
  /** The piece is done. */
  finish(): void;
  /** Tells what is left to tell. */
  flush(): void;
}

const toldBytes = 1024 * 1024;

/** @param tell told, about once a megabyte, of bytes since it was told last */
export function meterPieces(tell: (numBytes: number) => void): PieceMeter {
  let pending = 0;
  /** Bytes of the piece at hand that are still to come. */
  let left = 0;
  const flush = () => {
    if (pending > 0) tell(pending);
    pending = 0;
  };
  const count = (numBytes: number) => {
    left -= numBytes;
    pending += numBytes;
    if (pending >= toldBytes) flush();
  };
  return {
    begin(piece) {
      left = sizeOfPiece(piece);
    },
    // A reader looks ahead of its piece, and more than once at the head of a file.
    read: (numBytes) => count(Math.min(left, numBytes)),
    finish: () => count(left),
    flush,
  };
}
