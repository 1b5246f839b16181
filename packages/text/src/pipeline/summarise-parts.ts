/**
 * Makes the card of a run from the columns of its parts.
 * Invariant: reads no text but the samples; of the order of the parts only which of two equal samples is shown depends.
 */
import type { Amount, DataCard, DataFunnelStep, DataSample, DataShare } from '@slipway/contracts';
import type { DuplicateDecisions, PartDuplicates } from './decide-duplicates.ts';
import { estimateTokens, type TextBytes } from './estimate-tokens.ts';
import type { PartReference } from './list-parts.ts';
import type { PipelineAids } from './pipeline-aids.ts';
import type { PipelineRecipe } from './pipeline-recipe.ts';
import { createKeptSampler, type KeptSampler } from './sample-kept.ts';
import { createSamplePool, type SamplePool } from './sample-pool.ts';
import { scanStepNames } from './scanned-document.ts';
import { eachMeasured, eachScored, type ScannedPart, withScannedPart } from './scanned-part.ts';
import { listScores } from './scores.ts';
import { createThresholdHistograms, type ThresholdHistograms } from './threshold-histograms.ts';
import { createWordSums, type WordSums } from './word-sums.ts';

interface Tally {
  input: Amount;
  kept: Amount;
  /** By `step:reason`. */
  drops: Map<string, Amount>;
  languages: Map<string, DataShare>;
  sources: Map<string, DataShare>;
  lengths: DataCard['lengths'];
  personalData: WordSums;
  contamination: WordSums;
  thresholds: ThresholdHistograms;
  /** Kept documents and the bytes of their texts, by language. */
  texts: Map<string, Amount>;
  droppedSamples: SamplePool<DataSample>;
  keptSamples: KeptSampler;
}

const nothing = (): Amount => ({ numDocuments: 0, numBytes: 0 });

export interface SummaryOptions {
  decisions: DuplicateDecisions;
  recipe: PipelineRecipe;
  /** Of the input. */
  numFiles: number;
  /** What the scan was given: the card tells also of what was looked for in vain. */
  aids: PipelineAids;
}

/** @returns the card of the parts, with all samples that are held (`drawSamples` chooses those that are shown) and an estimate of tokens */
export async function summariseParts(
  parts: readonly PartReference[],
  { decisions, numFiles, recipe, aids }: SummaryOptions,
): Promise<DataCard> {
  const tally: Tally = {
    input: nothing(),
    kept: nothing(),
    drops: new Map(),
    languages: new Map(),
    sources: new Map(),
    lengths: { kept: [], dropped: [] },
    personalData: createWordSums(),
    contamination: createWordSums(),
    thresholds: createThresholdHistograms(recipe, listScores(aids)),
    texts: new Map(),
    droppedSamples: createSamplePool(),
    keptSamples: createKeptSampler(),
  };
  for (const part of parts)
    await withScannedPart(part.path, (opened) =>
      tallyPart(opened, tally, { path: part.path, duplicates: decisions.of(part.number) }),
    );
  for (const benchmark of aids.contamination?.benchmarks ?? []) tally.contamination.add({ [benchmark]: 0 });
  const funnel = layFunnel(tally, aids);
  return {
    format: 'slipway-data-card/1',
    input: { ...tally.input, numFiles },
    funnel,
    languages: sortShares(tally.languages),
    sources: sortShares(tally.sources),
    lengths: tally.lengths,
    personalData: tally.personalData.toRecord(),
    contamination: tally.contamination.toRecord(),
    thresholds: tally.thresholds.list(),
    estimatedTokens: estimateTokens(sortTexts(tally.texts)),
    samples: [...(await tally.keptSamples.read()), ...tally.droppedSamples.list()],
    warnings: findWarnings({ ...tally, numDuplicates: sumDuplicates(tally) }),
  };
}

async function tallyPart(
  part: ScannedPart,
  tally: Tally,
  { path, duplicates }: { path: string; duplicates: PartDuplicates },
): Promise<void> {
  const { facts } = part;
  const columns = await readColumns(part);
  let numKept = 0;
  for (const [place, drop] of columns.drops.entries()) {
    const numBytes = columns.sourceBytes[place] ?? 0;
    const language = facts.languages[columns.languages[place] ?? 0] ?? 'und';
    const source = facts.sources[columns.sources[place] ?? 0] ?? '';
    const reason = drop > 0 ? facts.drops[drop - 1] : duplicateReason(duplicates, numKept);
    const shares = [shareOf(tally.languages, language), shareOf(tally.sources, source), tally];
    for (const share of shares) {
      add(share.input, numBytes);
      if (reason === undefined) add(share.kept, numBytes);
    }
    countLength(reason === undefined ? tally.lengths.kept : tally.lengths.dropped, numBytes);
    if (reason !== undefined) add(amountOf(tally.drops, reason), numBytes);
    if (drop > 0) continue;
    const kept = numKept++;
    const textBytes = (columns.textEnds[kept] ?? 0) - (columns.textEnds[kept - 1] ?? 0);
    if (reason === undefined) add(amountOf(tally.texts, language), textBytes);
    if (textBytes > 0)
      tally.keptSamples.offer(
        { drop: reason ?? '', source, language, path, place, kept },
        columns.hashes[kept * 2] ?? 0n,
      );
  }
  tally.personalData.addPrinted(facts.personalData);
  tally.contamination.addPrinted(facts.contamination);
  for (const sample of await part.samples()) tally.droppedSamples.offer(sample, () => sample);
  for await (const { place, rows } of eachMeasured(part))
    tally.thresholds.add(facts.languages[columns.languages[place] ?? 0] ?? 'und', rows);
  for await (const scores of eachScored(part)) tally.thresholds.addScores(scores);
}

async function readColumns(part: ScannedPart) {
  const [drops, sourceBytes, languages, sources, textEnds, hashes] = await Promise.all([
    part.numbers('drops'),
    part.numbers('sourceBytes'),
    part.numbers('languages'),
    part.numbers('sources'),
    part.numbers('textEnds'),
    part.numbers('hashes'),
  ]);
  return { drops, sourceBytes, languages, sources, textEnds, hashes };
}

const sortTexts = (texts: ReadonlyMap<string, Amount>): TextBytes =>
  Object.fromEntries([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));

function duplicateReason({ exact, near, emptied }: PartDuplicates, place: number): string | undefined {
  if (exact.has(place)) return 'duplicates:exact-duplicate';
  if (near.has(place)) return 'duplicates:near-duplicate';
  const cut = emptied?.get(place);
  return cut === undefined ? undefined : `duplicates:${cut}`;
}

function add(amount: Amount, numBytes: number): void {
  amount.numDocuments += 1;
  amount.numBytes += numBytes;
}

function amountOf(amounts: Map<string, Amount>, key: string): Amount {
  const amount = amounts.get(key) ?? nothing();
  amounts.set(key, amount);
  return amount;
}

function shareOf(shares: Map<string, DataShare>, key: string): DataShare {
  const share = shares.get(key) ?? { input: nothing(), kept: nothing() };
  shares.set(key, share);
  return share;
}

function countLength(histogram: number[], numBytes: number): void {
  const bucket = numBytes < 1 ? 0 : Math.floor(Math.log2(numBytes));
  while (histogram.length <= bucket) histogram.push(0);
  histogram[bucket] = (histogram[bucket] ?? 0) + 1;
}

function layFunnel({ input, drops }: Tally, { addresses }: PipelineAids): DataFunnelStep[] {
  let left = input;
  const asked = scanStepNames.filter((name) => name !== 'address' || addresses);
  return [...asked, 'duplicates'].map((name) => {
    const here = [...drops].filter(([key]) => key.startsWith(`${name}:`)).sort();
    left = here.reduce(
      (rest, [, gone]) => ({
        numDocuments: rest.numDocuments - gone.numDocuments,
        numBytes: rest.numBytes - gone.numBytes,
      }),
      left,
    );
    const dropped = Object.fromEntries(here.map(([key, gone]) => [key.slice(name.length + 1), gone]));
    return { name, kept: left, dropped };
  });
}

/** By documents that came in, most first. */
export function sortShares(shares: ReadonlyMap<string, DataShare>): Record<string, DataShare> {
  const sorted = [...shares].sort(
    ([a, one], [b, other]) => other.input.numDocuments - one.input.numDocuments || (a < b ? -1 : 1),
  );
  return Object.fromEntries(sorted);
}

/** Of samples in the order of the input those that are shown. */
export function drawSamples(samples: readonly DataSample[]): DataSample[] {
  const pool = createSamplePool<DataSample>();
  for (const sample of samples) pool.offer(sample, () => sample);
  return pool.draw();
}

function sumDuplicates({ drops }: Tally): number {
  return [...drops].reduce(
    (sum, [reason, { numDocuments }]) => sum + (reason.startsWith('duplicates:') ? numDocuments : 0),
    0,
  );
}

/** What should be looked at before the data is used. */
export function findWarnings({
  input,
  kept,
  numDuplicates,
}: {
  input: Amount;
  kept: Amount;
  numDuplicates: number;
}): DataCard['warnings'] {
  const warnings: DataCard['warnings'] = [];
  if (kept.numDocuments === 0)
    warnings.push({ code: 'none-kept', values: { documents: input.numDocuments } });
  if (numDuplicates === 0 && kept.numDocuments >= manyDocuments)
    warnings.push({ code: 'none-deduplicated', values: { documents: kept.numDocuments } });
  return warnings;
}

/** From so many documents on, real text has duplicates. */
const manyDocuments = 1000;
