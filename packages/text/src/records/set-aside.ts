/**
 * A file or line that did not become a document, with the reason.
 * Invariant: `reason` is one of a closed list, so that reasons can be counted; `detail` is for people.
 * Refuses silence: whatever a walk or a reader leaves out for a fault of the input appears as one of these.
 */

import type { Document } from './document.ts';

export type SetAsideReason =
  | 'binary'
  | 'corrupt-gzip'
  | 'decompression-bomb'
  | 'empty'
  | 'invalid-encoding'
  | 'invalid-json'
  | 'missing-text-field'
  | 'not-a-file'
  | 'symlink-broken'
  | 'symlink-folder'
  | 'symlink-loop'
  | 'symlink-outside'
  | 'too-complex'
  | 'too-deep'
  | 'too-large'
  | 'unknown-format'
  | 'unreadable'
  | 'vanished';

export interface SetAside {
  path: string;
  reason: SetAsideReason;
  detail: string;
}

/** What a reader yields: a document, or why there is none. */
export type ReadResult = { kind: 'document'; document: Document } | { kind: 'set-aside'; setAside: SetAside };
