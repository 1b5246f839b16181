/**
 * Why an archive, or a member of it, is not read.
 * Invariant: `reason` is one of a closed list, so that reasons can be counted; the message is for people.
 */

export type ArchiveReason =
  /** A member of the archive, or all of it, opens with a password only. */
  | 'encrypted'
  /** Breaks the rules of its format, or its checksum. */
  | 'damaged'
  /** Holds no file. */
  | 'empty'
  /** A member of more bytes than is taken. */
  | 'too-large'
  /** Unpacks to far more than its size. */
  | 'decompression-bomb'
  /** More members than are taken. */
  | 'too-many-members'
  /** A member's path is absolute or leads out of the archive. */
  | 'unsafe-path'
  /** A link, a device or another thing that is no file. */
  | 'not-a-file'
  /** An archive in an archive in an archive. */
  | 'too-deep'
  /** Packed by a method that is not known, or that no port was given for. */
  | 'unknown-method';

export class ArchiveFault extends Error {
  readonly reason: ArchiveReason;
  constructor(reason: ArchiveReason, message: string) {
    super(message);
    this.name = 'ArchiveFault';
    this.reason = reason;
  }
}
