/**
 * Makes a tokenizer: trained on datasets, taken from a file, or out of a model; and measures it.
 * Invariant: depends on the inputs, the file's content and the spec alone.
 */
import { readFile } from 'node:fs/promises';
import { type Digest, type Json, SlipwayError, type TokenizerReport } from '@slipway/contracts';
import { type InputArtifact, joinLicences, type RunContext } from '@slipway/core';
import { readTokenizerJson, type Vocabulary } from '@slipway/text';
import { measureTokenizer, type NamedTokenizer } from './measure-tokenizer.ts';
import type { TokenizerSpec } from './spec.ts';
import { tokenizerSurvey } from './survey.ts';
import { takeFile, takeFromModel } from './take-tokenizer.ts';
import { trainOn } from './train-tokenizer.ts';

export async function runTokenizer(context: RunContext<TokenizerSpec>): Promise<Record<string, Digest>> {
  const { spec, inputs, store, signal } = context;
  const datasets = inputs.datasets ?? [];
  const paths = await Promise.all(datasets.map(({ digest }) => store.locateFile(digest, 'documents.jsonl')));
  const { origin, vocabulary, json, training } = await obtain(paths, context);
  const against = await Promise.all((inputs.against ?? []).map((one) => readNamed(context, one)));
  const measured = await measureTokenizer(paths, vocabulary, { against, signal });
  if (measured && measured.numNotRestored > 0)
    context.warn({
      en: `${measured.numNotRestored} documents are not given back byte for byte by their ids.`,
      zh: `有 ${measured.numNotRestored} 篇文档不能由其编号逐字节还原。`,
    });
  const report: TokenizerReport = {
    format: 'slipway-tokenizer-report/1',
    origin,
    ...describe(vocabulary),
    ...(training ? { training } : {}),
    ...(measured ? { measured } : {}),
  };
  const draft = await store.draft();
  await draft.writeFile('tokenizer.json', json);
  await draft.writeFile('report.json', `${JSON.stringify(report, null, 2)}\n`);
  const tokenizer = await context.commit({
    output: 'tokenizer',
    draft,
    kind: 'tokenizer',
    name: spec.name,
    parents: (['datasets', 'model', 'against'] as const).flatMap((role) =>
      (inputs[role] ?? []).map(({ digest }) => ({ role: parentRoles[role], digest })),
    ),
    licences: joinLicences(...[...datasets, ...(inputs.model ?? [])].map(({ manifest }) => manifest)),
    facts: {
      numVocabulary: report.numVocabulary,
      numMerges: report.numMerges,
      splitPattern: report.splitPattern,
      ...(measured ? { bytesPerToken: bytesPerToken(measured.languages) } : {}),
    },
    recordedSpec: recordSpec(context),
  });
  return { tokenizer };
}

const parentRoles = { datasets: 'dataset', model: 'model', against: 'against' } as const;

interface Obtained {
  origin: TokenizerReport['origin'];
  vocabulary: Vocabulary;
  json: string;
  training?: TokenizerReport['training'];
}

async function obtain(paths: readonly string[], context: RunContext<TokenizerSpec>): Promise<Obtained> {
  const { spec, inputs, store } = context;
  const file = tokenizerSurvey.parse(context.survey);
  const [model] = inputs.model ?? [];
  if (file && model) throw twoRoads();
  if (file) return { origin: 'file', ...(await takeFile(file, spec)) };
  if (model) return { origin: 'model', ...(await takeFromModel(store, model.digest)) };
  return { origin: 'trained', ...(await trainOn(paths, context)) };
}

async function readNamed(
  { store }: RunContext<TokenizerSpec>,
  { digest, manifest }: InputArtifact,
): Promise<NamedTokenizer> {
  const json = await readFile(await store.locateFile(digest, 'tokenizer.json'), 'utf8');
  return { name: manifest.name, tokenizer: digest, vocabulary: readTokenizerJson(json) };
}

function describe(vocabulary: Vocabulary) {
  const { tokens, merges, splitPattern, normaliser, addedTokens } = vocabulary;
  const numAdded = addedTokens.reduce((most, { id }) => Math.max(most, id + 1), 0);
  return {
    numVocabulary: Math.max(tokens.starts.length - 1, numAdded),
    numMerges: merges.length / 3,
    splitPattern,
    normaliser,
    specialTokens: addedTokens
      .filter((one) => one.isSpecial)
      .map(({ id, content }) => ({ id, text: content })),
  };
}

/** Bytes of text a token stands for, over all languages. */
function bytesPerToken(languages: NonNullable<TokenizerReport['measured']>['languages']): number {
  const rows = Object.values(languages);
  const numBytes = rows.reduce((sum, one) => sum + one.numBytes, 0);
  const numTokens = rows.reduce((sum, one) => sum + one.numTokens, 0);
  return Number((numBytes / Math.max(1, numTokens)).toFixed(4));
}

/** Of a file its name and digest: where it lay does not belong to what was made. */
function recordSpec({ spec, survey }: RunContext<TokenizerSpec>): Json {
  const file = tokenizerSurvey.parse(survey);
  return (file ? { ...spec, file: `${file.name} ${file.digest}` } : spec) as Json;
}

function twoRoads(): SlipwayError {
  return new SlipwayError({
    code: 'spec-invalid',
    message: 'a tokenizer is asked for from a file and from a model',
    hint: 'Leave "file" out, or the input "model".',
  });
}
