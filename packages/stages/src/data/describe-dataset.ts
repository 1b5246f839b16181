/**
 * The short card of a dataset: the funnel in four steps, as a page shows it at a glance. The whole card stands beside it.
 * Invariant: documents in = documents out + dropped, at every step.
 */
import type { DataCard, DatasetCard, FunnelStage, SourceDocument } from '@slipway/contracts';

/** The factory's steps that each step of the glance stands for. */
const steps: Readonly<Record<string, readonly string[]>> = {
  read: ['read'],
  filtered: ['address', 'language', 'quality', 'contamination', 'personal-data'],
  deduplicated: ['duplicates'],
};

export interface DescribedDataset {
  card: DataCard;
  sources: readonly SourceDocument[];
  splits: DatasetCard['splits'];
  formats: ReadonlyMap<string, number>;
  numCharacters: number;
}

export function describeDataset({
  card,
  sources,
  splits,
  formats,
  numCharacters,
}: DescribedDataset): DatasetCard {
  const kept = Object.entries(card.languages)
    .filter(([, share]) => share.kept.numDocuments > 0)
    .map(([language, share]): [string, number] => [language, share.kept.numDocuments]);
  return {
    funnel: [
      takenStep(sources),
      ...Object.entries(steps).map(([name, names]) => joinSteps(name, names, card)),
    ],
    languages: sortCounts(kept),
    formats: sortCounts([...formats]),
    splits,
    numCharacters,
  };
}

function takenStep(sources: readonly SourceDocument[]): FunnelStage {
  const numBytes = sources.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return { name: 'taken', numDocuments: sources.length, numBytes, dropped: {} };
}

function joinSteps(name: string, names: readonly string[], { funnel }: DataCard): FunnelStage {
  const joined = funnel.filter((step) => names.includes(step.name));
  const dropped = joined.flatMap((step) => Object.entries(step.dropped));
  const { numDocuments = 0, numBytes = 0 } = joined.at(-1)?.kept ?? {};
  const counts = dropped.map(([reason, amount]): [string, number] => [reason, amount.numDocuments]);
  return { name, numDocuments, numBytes, dropped: Object.fromEntries(counts.sort(byWord)) };
}

const byWord = ([a]: [string, number], [b]: [string, number]) => (a < b ? -1 : 1);

function sortCounts(counts: [string, number][]): Record<string, number> {
  return Object.fromEntries(counts.sort((a, b) => b[1] - a[1] || byWord(a, b)));
}
