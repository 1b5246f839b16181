/**
 * `slipway tokenizer train DATASET...`, `take SOURCE`, `show TOKENIZER`, `encode TEXT`.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from '@slipway/client';
import { type Digest, isSlipwayError, type Recipe, SlipwayError } from '@slipway/contracts';
import { parseNumber } from '../arguments/parse-number.ts';
import { findArtifact } from '../artifacts/find-artifact.ts';
import type { CommandContext } from '../context/command-context.ts';
import { carryOut } from '../recipes/carry-out.ts';
import { printEncoding } from '../tokens/print-encoding.ts';
import { printTokenizer } from '../tokens/print-tokenizer.ts';
import type { Command } from './command.ts';

interface MakeFlags {
  vocabulary?: string;
  splitPattern?: string;
  specialTokens?: string;
  minimumCount?: string;
  maxTokenBytes?: string;
  sampleBytes?: string;
  seed?: string;
  name?: string;
  against?: string;
  datasets?: string[];
  dryRun?: boolean;
}

const dryRun = ['--dry-run', 'print the plan, run nothing'] as const;
const against = ['--against <tokenizer>', 'another tokenizer, measured beside it'] as const;
const name = ['--name <name>', 'name it is given'] as const;

export const tokenizer: Command = {
  register: (program, contextOf) => {
    const family = program.command('tokenizer').description('Make tokenizers, and look at what they do');
    family
      .command('train <dataset...>')
      .description('Train a tokenizer on datasets')
      .option('--vocabulary <n>', 'ids in all (65536)')
      .option(
        '--split-pattern <name>',
        'split pattern of a family: gpt2, smollm, qwen2, llama3, cl100k, o200k, deepseek-v3',
      )
      .option('--special-tokens <texts>', 'special tokens, with commas between them')
      .option('--minimum-count <n>', 'pairs seen less often are not merged (2)')
      .option('--max-token-bytes <n>', 'tokens of more bytes are not made (64)')
      .option('--sample-bytes <n>', 'draw documents of about so many bytes')
      .option('--seed <n>', 'which documents are drawn (1)')
      .option(...name)
      .option(...against)
      .option(...dryRun)
      .action(async (datasets: string[], flags: MakeFlags) =>
        makeTokenizer({ ...flags, datasets }, readSpec(flags), await contextOf()),
      );
    family
      .command('take <source>')
      .description('Take a ready tokenizer: a tokenizer.json, a tiktoken file, or the one in a model')
      .option(
        '--split-pattern <name>',
        'split pattern of a family: gpt2, smollm, qwen2, llama3, cl100k, o200k, deepseek-v3',
      )
      .option('--datasets <dataset...>', 'datasets that it is measured on')
      .option(...name)
      .option(...against)
      .option(...dryRun)
      .action(async (source: string, flags: MakeFlags) => {
        const isFile = existsSync(source);
        const spec = { ...readSpec(flags), ...(isFile ? { file: source } : {}) };
        await makeTokenizer({ ...flags, ...(isFile ? {} : { model: source }) }, spec, await contextOf());
      });
    family
      .command('show <tokenizer>')
      .description('Show a tokenizer: vocabulary, special tokens, bytes a token by language')
      .action(async (reference: string) => {
        const context = await contextOf();
        await context.withClient(async (client) =>
          showTokenizer(client, await findArtifact(client, reference, 'tokenizer'), context),
        );
      });
    family
      .command('encode <text>')
      .description('Show the tokens of a text: ids, pieces, places in bytes')
      .option('--tokenizer <tokenizer>', 'a tokenizer or a model; the newest tokenizer where left out')
      .action(async (text: string, flags: { tokenizer?: string }) =>
        encode(text, flags.tokenizer, await contextOf()),
      );
  },
};

function readSpec(flags: MakeFlags): Record<string, string | number | string[]> {
  const number = (text: string | undefined, field: string, option: string) =>
    text === undefined ? {} : { [field]: parseNumber(text, option, { min: 0, max: 1e15 }) };
  return {
    ...number(flags.vocabulary, 'vocabularySize', '--vocabulary'),
    ...number(flags.minimumCount, 'minimumCount', '--minimum-count'),
    ...number(flags.maxTokenBytes, 'maxTokenBytes', '--max-token-bytes'),
    ...number(flags.sampleBytes, 'sampleBytes', '--sample-bytes'),
    ...number(flags.seed, 'seed', '--seed'),
    ...(flags.splitPattern === undefined ? {} : { splitPattern: flags.splitPattern }),
    ...(flags.specialTokens === undefined ? {} : { specialTokens: flags.specialTokens.split(',') }),
    ...(flags.name === undefined ? {} : { name: flags.name }),
  };
}

async function makeTokenizer(
  flags: MakeFlags & { model?: string },
  spec: Record<string, string | number | string[]>,
  context: CommandContext,
): Promise<void> {
  await context.withClient(async (client) => {
    const datasets: Digest[] = [];
    for (const one of flags.datasets ?? []) datasets.push(await findArtifact(client, one, 'dataset'));
    const inputs = {
      datasets,
      ...(flags.model === undefined ? {} : { model: await findSource(client, flags.model) }),
      ...(flags.against === undefined
        ? {}
        : { against: [await findArtifact(client, flags.against, 'tokenizer')] }),
    };
    const recipe: Recipe = {
      name: 'tokenizer',
      steps: { tokenizer: { stage: 'tokenizer', spec, inputs } },
    };
    const wanted = 'tokenizer.tokenizer';
    const made = await carryOut(client, recipe, { context, dryRun: flags.dryRun ?? false, wanted });
    if (made) await showTokenizer(client, made, context);
  });
}

/** The model that a source names which is no file here. @throws SlipwayError `artifact-missing`, which says both */
async function findSource(client: Client, source: string): Promise<Digest> {
  return findArtifact(client, source, 'model').catch((error: unknown) => {
    if (!isSlipwayError(error) || error.code !== 'artifact-missing') throw error;
    throw new SlipwayError({
      code: 'artifact-missing',
      message: `there is no file ${resolve(source)}, nor a model called "${source}"`,
      hint: 'Name a tokenizer.json or a tiktoken file that is there, or a model: `slipway artifacts --kind model` lists them.',
    });
  });
}

async function showTokenizer(client: Client, digest: Digest, context: CommandContext): Promise<void> {
  const report = await client.showTokenizer({ params: { digest } });
  if (context.output.isJson) context.output.printJson({ tokenizer: digest, report });
  else printTokenizer(digest, report, context);
}

async function encode(text: string, reference: string | undefined, context: CommandContext): Promise<void> {
  await context.withClient(async (client) => {
    const digest = await (reference === undefined ? findNewest(client) : findArtifact(client, reference));
    const encoded = await client.encodeText({ params: { digest }, body: { text } });
    if (context.output.isJson) context.output.printJson({ tokenizer: digest, ...encoded });
    else printEncoding(encoded, context);
  });
}

async function findNewest(client: Client): Promise<Digest> {
  const { artifacts } = await client.listArtifacts({ query: { kind: 'tokenizer', limit: 1 } });
  if (artifacts[0]) return artifacts[0].digest;
  throw new SlipwayError({
    code: 'artifact-missing',
    message: 'there is no tokenizer yet',
    hint: 'Train one (slipway tokenizer train DATASET), or name a model with --tokenizer.',
  });
}
