/**
 * The last task: the manifest of the shards and the card of all.
 * Invariant: both are those of a single run, to the byte; the card is written last, so its presence proves the whole.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataCard, invariant, type TrimmedRepeats } from '@slipway/contracts';
import { writeDurably } from '../durable/durable-file.ts';
import { digestBytes } from '../hash/digest-bytes.ts';
import { addLanguages, type LanguageTable, parseLanguages } from '../pipeline/language-table.ts';
import { mergeCards } from '../pipeline/merge-cards.ts';
import { listPasses } from '../pipeline/repeat-pass.ts';
import { decodeIndex } from '../shards/shard-index.ts';
import { manifestName, type ShardEntry, type ShardManifest, shardName } from '../shards/shard-manifest.ts';
import { makeManifest } from '../shards/write-token-shards.ts';
import { listShardSpans } from './shards-task.ts';
import { readTallies } from './tally-task.ts';
import type { TaskContext } from './task-context.ts';
import { cardPath, shardsFolder } from './task-folder.ts';
import { passPhases } from './task-plan.ts';
import { readRecords, type TaskFacts } from './task-record.ts';

export async function cardTask(context: TaskContext): Promise<TaskFacts> {
  const { plan, folder } = context;
  const tokens = plan.tokenizer && (await describeTokens(context));
  await readRecords(context, 'tally');
  const tallies = await readTallies(folder, plan.numTasks);
  const { estimatedTokens, ...summary } = mergeCards(tallies, plan.files.length);
  const repeats = await sumRepeats(context);
  const card: DataCard = {
    ...summary,
    ...(repeats.length > 0 ? { repeats } : {}),
    ...(tokens ? { tokens } : { estimatedTokens }),
  };
  const text = `${JSON.stringify(card, undefined, 2)}\n`;
  await writeDurably(cardPath(folder), new TextEncoder().encode(text));
  return {};
}

/** What each pass cut out of the parts of all tasks. */
async function sumRepeats(context: TaskContext): Promise<TrimmedRepeats[]> {
  const sums: TrimmedRepeats[] = [];
  for (const pass of listPasses(context.plan.recipe.repeats)) {
    const sum = { name: pass, numDocuments: 0, numBytes: 0, numEmptied: 0 };
    for (const { repeats } of await readRecords(context, passPhases[pass].cut)) {
      sum.numDocuments += repeats?.numDocuments ?? 0;
      sum.numBytes += repeats?.numBytes ?? 0;
      sum.numEmptied += repeats?.numEmptied ?? 0;
    }
    sums.push(sum);
  }
  return sums;
}

async function describeTokens(context: TaskContext): Promise<NonNullable<DataCard['tokens']>> {
  await readRecords(context, 'shards');
  const manifest = await writeManifest(context);
  const made = await readRecords(context, 'tokens');
  const languages = made.reduce<LanguageTable>(
    (sum, facts) => addLanguages(sum, parseLanguages(facts.languages)),
    {},
  );
  return { numTokens: manifest.numTokens, languages };
}

async function writeManifest(context: TaskContext): Promise<ShardManifest> {
  const { tokenizer, shardTokens } = context.plan;
  invariant(tokenizer, 'a plan with shards has a tokenizer');
  const folder = shardsFolder(context.folder);
  const entries: ShardEntry[] = [];
  const spans = await listShardSpans(context);
  for (let number = 0; number < spans.length; number += 1) {
    const name = shardName(number);
    const path = join(folder, `${name}.index`);
    const bytes = await readFile(path);
    const { numTokens, numDocuments } = decodeIndex(bytes, path);
    entries.push({ name, numTokens, numDocuments, indexDigest: digestBytes(bytes) });
  }
  const { vocabularySize, digest: tokenizerDigest } = tokenizer;
  const settings = { vocabularySize, tokenizerDigest, shardTokens, hasDigests: false };
  const manifest = makeManifest(settings, entries, undefined);
  await mkdir(folder, { recursive: true });
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  await writeDurably(join(folder, manifestName), new TextEncoder().encode(text));
  return manifest;
}
