/**
 * `slipway data tokens DATASET...`: datasets to token ids for training, and what they are.
 */
import { resolve } from 'node:path';
import type { Client } from '@slipway/client';
import { type Digest, type Json, type Recipe, SlipwayError } from '@slipway/contracts';
import type { Command as Program } from 'commander';
import { parseNumber } from '../arguments/parse-number.ts';
import { findArtifact } from '../artifacts/find-artifact.ts';
import type { CommandContext } from '../context/command-context.ts';
import { carryOut } from '../recipes/carry-out.ts';
import { countLeftAside } from '../tokens/count-left-aside.ts';
import { printTokens } from '../tokens/print-tokens.ts';
import type { ContextOf } from './command.ts';

interface TokensFlags {
  tokenizer?: string;
  model?: string;
  weights?: string;
  epochs?: string;
  numTokens?: string;
  packing?: string;
  sequence?: string;
  format?: string;
  shardTokens?: string;
  split?: string;
  endOfText?: string;
  seed?: string;
  shuffle: boolean;
  output?: string;
  dryRun?: boolean;
}

/** Adds the command to the family of `slipway data`. */
export function registerTokens(family: Program, contextOf: ContextOf): void {
  family
    .command('tokens <dataset...>')
    .description('Make tokens of datasets for training: mixed, packed, in files of a trainer')
    .option('--tokenizer <tokenizer>', 'the tokenizer')
    .option('--model <model>', 'a model whose tokenizer is taken')
    .option('--weights <numbers>', 'weight of each dataset, with commas between them')
    .option('--epochs <numbers>', 'how often each dataset is read at most, with commas between them (4)')
    .option('--num-tokens <n>', 'tokens that are read in all; as many as there are where left out')
    .option('--packing <method>', 'how sequences are packed: none, concatenate or best-fit')
    .option('--sequence <n>', 'tokens of a sequence (2048)')
    .option('--format <name>', 'what files are written: shards, megatron, datatrove, parquet or jsonl.zst')
    .option('--shard-tokens <n>', 'tokens of a file (100000000)')
    .option('--split <name>', 'which documents are taken: train, heldout or all')
    .option('--end-of-text <token>', 'the special token that ends a document')
    .option('--seed <n>', 'seed of the order (1)')
    .option('--no-shuffle', 'keep the order of datasets and documents')
    .option('--output <folder>', 'also lay the files out in this folder')
    .option('--dry-run', 'print the plan, run nothing')
    .action(async (datasets: string[], flags: TokensFlags) => makeTokens(datasets, flags, await contextOf()));
  family
    .command('show-tokens <tokens>')
    .description('Show what tokens are: datasets, epochs, packing, files')
    .action(async (reference: string) => {
      const context = await contextOf();
      await context.withClient(async (client) =>
        showTokens(client, await findArtifact(client, reference, 'tokens'), context),
      );
    });
}

async function makeTokens(references: string[], flags: TokensFlags, context: CommandContext): Promise<void> {
  const spec = readSpec(references.length, flags);
  await context.withClient(async (client) => {
    const datasets: Digest[] = [];
    for (const one of references) datasets.push(await findArtifact(client, one, 'dataset'));
    const inputs = {
      datasets,
      ...(flags.tokenizer === undefined
        ? {}
        : { tokenizer: await findArtifact(client, flags.tokenizer, 'tokenizer') }),
      ...(flags.model === undefined ? {} : { model: await findArtifact(client, flags.model, 'model') }),
    };
    const recipe: Recipe = { name: 'tokens', steps: { tokens: { stage: 'tokens', spec, inputs } } };
    const wanted = 'tokens.tokens';
    const made = await carryOut(client, recipe, { context, dryRun: flags.dryRun ?? false, wanted });
    if (made === undefined) return;
    if (flags.output !== undefined) {
      const directory = resolve(flags.output);
      await client.exportArtifact({ params: { digest: made }, body: { directory } });
    }
    await showTokens(client, made, context);
  });
}

async function showTokens(client: Client, digest: Digest, context: CommandContext): Promise<void> {
  const manifest = await client.showTokens({ params: { digest } });
  const leftAside = await countLeftAside(client, manifest);
  if (context.output.isJson) context.output.printJson({ tokens: digest, manifest, leftAside });
  else printTokens({ digest, manifest, leftAside }, context);
}

function readSpec(numDatasets: number, flags: TokensFlags): Record<string, Json> {
  const number = (text: string | undefined, field: string, option: string) =>
    text === undefined ? {} : { [field]: parseNumber(text, option, { min: 0, max: 1e15 }) };
  const word = (text: string | undefined, field: string) => (text === undefined ? {} : { [field]: text });
  return {
    ...readMixture(numDatasets, flags),
    ...number(flags.numTokens, 'numTokens', '--num-tokens'),
    ...number(flags.sequence, 'sequenceTokens', '--sequence'),
    ...number(flags.shardTokens, 'shardTokens', '--shard-tokens'),
    ...number(flags.seed, 'seed', '--seed'),
    ...word(flags.packing, 'packing'),
    ...word(flags.format, 'format'),
    ...word(flags.split, 'split'),
    ...word(flags.endOfText, 'endOfText'),
    ...(flags.shuffle ? {} : { shuffle: false }),
  };
}

function readMixture(numDatasets: number, { weights, epochs }: TokensFlags): Record<string, Json> {
  if (weights === undefined && epochs === undefined) return {};
  const one = Array.from({ length: numDatasets }, () => 1);
  const weight = weights === undefined ? one : parseList(weights, '--weights', numDatasets);
  const maxEpochs = epochs === undefined ? undefined : parseList(epochs, '--epochs', numDatasets);
  return {
    mixture: weight.map((value, place) => ({
      weight: value,
      ...(maxEpochs ? { maxEpochs: maxEpochs[place] ?? 0 } : {}),
    })),
  };
}

/** Numbers with commas between them, one for each dataset. */
function parseList(text: string, option: string, length: number): number[] {
  const parts = text.split(',');
  if (parts.length === length && parts.every((part) => /^\d{1,9}(\.\d{1,9})?$/.test(part)))
    return parts.map(Number);
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `"${text}" is no ${option}: a number for each of ${length} datasets, with commas between them`,
    hint: `For example ${option} ${Array.from({ length }, (_, place) => length - place).join(',')}`,
  });
}
