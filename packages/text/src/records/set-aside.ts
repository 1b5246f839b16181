/**
 * A file that a walk through a folder left out, with the reason.
 * Invariant: `reason` is one of a closed list, so that reasons can be counted; `detail` is for people.
 * Refuses silence: whatever is left out for a fault of the input appears as one of these.
 */

export type SetAsideReason =
  /** A name of other bytes than UTF-8: no path leads to it. */
  | 'invalid-name'
  | 'not-a-file'
  | 'symlink-broken'
  | 'symlink-folder'
  | 'symlink-loop'
  | 'symlink-outside'
  | 'unreadable'
  | 'vanished';

export interface SetAside {
  path: string;
  reason: SetAsideReason;
  detail: string;
}
