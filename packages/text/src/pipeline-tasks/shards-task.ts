/**
 * Writes some of the token shards: those whose numbers fall to the task.
 * Invariant: each shard is what one writer would have made at its place. A shard is made in a folder of its own and moved when it is whole,
 * its index last.
 */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { invariant } from '@slipway/contracts';
import { shardName } from '../shards/shard-manifest.ts';
import { openTokenShardWriter, type TokenShardWriter } from '../shards/write-token-shards.ts';
import { layShards, type ShardSpan } from './lay-shards.ts';
import type { TaskContext } from './task-context.ts';
import { shardsFolder } from './task-folder.ts';
import { type PlannedFolder, readRecords, type TaskFacts } from './task-record.ts';
import { readDocumentEnds, readPartTokens } from './tokens-task.ts';

export async function shardsTask(context: TaskContext): Promise<TaskFacts> {
  const { plan, folder, task, onProgress, signal } = context;
  const spans = await listShardSpans(context);
  const bound = (place: number) => Math.floor((spans.length * place) / plan.numTasks);
  const [first, end] = [bound(task), bound(task + 1)];
  await mkdir(shardsFolder(folder), { recursive: true });
  for (let number = first; number < end; number += 1) {
    signal?.throwIfAborted();
    const span = spans[number];
    if (span && !(await isThere(join(shardsFolder(folder), `${shardName(number)}.index`))))
      await writeShard(span, number, context);
    onProgress?.({ done: number + 1 - first, total: end - first, unit: 'shards' });
  }
  return {};
}

/** What each shard holds. @throws SlipwayError `argument-invalid` where not all tokens are made */
export async function listShardSpans(from: PlannedFolder): Promise<ShardSpan[]> {
  const made = await readRecords(from, 'tokens');
  return await layShards({
    numTokens: made.flatMap(({ numTokens = [] }) => numTokens),
    shardTokens: from.plan.shardTokens,
    readEnds: (part) => readDocumentEnds(from.folder, part),
  });
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

async function writeShard(span: ShardSpan, number: number, { plan, folder }: TaskContext): Promise<void> {
  const { tokenizer, shardTokens } = plan;
  invariant(tokenizer, 'a plan with shards has a tokenizer');
  const room = join(folder, 'tokens', `making-${shardName(number)}`);
  await rm(room, { recursive: true, force: true });
  const { vocabularySize, digest } = tokenizer;
  const writer = await openTokenShardWriter(room, { vocabularySize, tokenizerDigest: digest, shardTokens });
  try {
    await appendSpan(span, writer, folder);
    await writer.finish();
  } catch (error) {
    await writer.discard();
    throw error;
  }
  for (const ending of ['tokens', 'index'])
    await rename(
      join(room, `${shardName(0)}.${ending}`),
      join(shardsFolder(folder), `${shardName(number)}.${ending}`),
    );
  await rm(room, { recursive: true, force: true });
}

async function appendSpan({ from, end }: ShardSpan, writer: TokenShardWriter, folder: string): Promise<void> {
  for (let part = from.part; part < end.part || (part === end.part && end.document > 0); part += 1) {
    const { ids, documentEnds } = await readPartTokens(folder, part);
    const first = part === from.part ? from.document : 0;
    const last = part === end.part ? end.document : documentEnds.length;
    if (first >= last) continue;
    const start = documentEnds[first - 1] ?? 0;
    const ends = documentEnds.subarray(first, last).map((place) => place - start);
    await writer.append(ids.subarray(start, documentEnds[last - 1]), ends);
  }
}
