/**
 * What became of a document that was listed, when it was to be taken.
 */
import type { DroppedDocument, SourceDocument } from '@slipway/contracts';

export type TakenFile =
  | { kind: 'taken'; file: SourceDocument }
  /** Not as it was listed: another run finds it as it is now. */
  | { kind: 'lost'; aside: DroppedDocument }
  /** Cannot be taken by any run. */
  | { kind: 'set-aside'; aside: DroppedDocument };

export interface TakingProblem {
  reason: string;
  detail: string;
}
