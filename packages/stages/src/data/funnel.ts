/**
 * The funnel: counts what enters and leaves each step of cleaning, and keeps the reason of everything that stays behind.
 * Invariant: documents in = documents out + dropped, at every step.
 */
import type { DroppedDocument, FunnelStage } from '@slipway/contracts';

export interface Counted {
  path: string;
  document?: string;
  sizeBytes: number;
}

export interface Funnel {
  readonly stages: FunnelStage[];
  readonly dropped: DroppedDocument[];
  /** Closes a step: these went on, those were dropped in it. */
  close(name: string, kept: readonly Counted[], droppedHere: readonly DroppedDocument[]): void;
}

export function createFunnel(): Funnel {
  const stages: FunnelStage[] = [];
  const dropped: DroppedDocument[] = [];
  return {
    stages,
    dropped,
    close(name, kept, droppedHere) {
      const reasons = new Map<string, number>();
      for (const { reason } of droppedHere) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      stages.push({
        name,
        numDocuments: kept.length,
        numBytes: kept.reduce((sum, one) => sum + one.sizeBytes, 0),
        dropped: Object.fromEntries([...reasons].sort(([a], [b]) => (a < b ? -1 : 1))),
      });
      dropped.push(...droppedHere);
    },
  };
}
