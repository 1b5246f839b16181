/**
 * Lays out what the spec and the inputs give beside the documents, as files that the factory's threads read: the index of benchmarks, lists
 * of addresses and words, models.
 * Invariant: each file depends on the spec and the inputs alone. A benchmark without a question that can be looked for is told of.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError, type SourceDocument, sourceDocument } from '@slipway/contracts';
import { collectRecords, type RunContext } from '@slipway/core';
import {
  type AddressLists,
  type AidFile,
  type BenchmarkFault,
  type BenchmarkFile,
  type BenchmarkText,
  buildContaminationIndex,
  digestBytes,
  loadKernels,
  type PipelineAids,
  readBenchmarks,
} from '@slipway/text';
import type { DataSpec } from './spec.ts';

/** @throws SlipwayError `documents-empty` for inputs without content */
export async function prepareAids(context: RunContext<DataSpec>): Promise<PipelineAids> {
  const { spec, inputs, store } = context;
  const { perplexity, classifier } = inputs;
  const hosts = [...(spec.refusedHosts ?? []), ...(await readList(context, 'hosts'))];
  const addressWords = spec.refusedAddressWords ?? [];
  const words = [...(spec.listedWords ?? []), ...(await readList(context, 'words'))];
  const isAddressAsked = hosts.length + addressWords.length > 0;
  const modelOf = async (list: typeof classifier) =>
    list?.[0] && { path: await store.locateFile(list[0].digest, 'model.bin'), digest: list[0].digest };
  const aids = {
    contamination: await indexBenchmarks(context),
    addresses: isAddressAsked
      ? await lay(
          context,
          'addresses.json',
          JSON.stringify({ hosts, words: addressWords } satisfies AddressLists),
        )
      : undefined,
    words: words.length > 0 ? await lay(context, 'words.txt', words.join('\n')) : undefined,
    perplexity: await modelOf(perplexity),
    classifier: await modelOf(classifier),
  };
  return Object.fromEntries(Object.entries(aids).filter(([, file]) => file !== undefined));
}

async function lay(
  { scratchDirectory }: RunContext<DataSpec>,
  name: string,
  content: string | Uint8Array,
): Promise<AidFile> {
  const path = join(scratchDirectory, name);
  await writeFile(path, content);
  return { path, digest: digestBytes(content) };
}

/** The files of an input of documents. */
async function listFiles({ inputs, store }: RunContext<DataSpec>, role: string): Promise<BenchmarkFile[]> {
  const [input] = inputs[role] ?? [];
  if (!input) return [];
  const sources = await collectRecords<SourceDocument>(
    await store.locateFile(input.digest, 'documents.jsonl'),
    sourceDocument,
  );
  return await Promise.all(
    sources.map(async ({ path: name }) => ({
      name,
      path: await store.locateFile(input.digest, `files/${name}`),
    })),
  );
}

/** The lines of a list's files, without empty ones and those that begin with `#`. */
async function readList(context: RunContext<DataSpec>, role: string): Promise<string[]> {
  const files = await listFiles(context, role);
  const texts = await Promise.all(files.map(({ path }) => readFile(path, 'utf8')));
  const lines = texts.flatMap((text) => text.split(/\r?\n/)).map((line) => line.trim());
  const entries = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (files.length > 0 && entries.length === 0) throw nothingIn(role, 'is empty');
  return [...new Set(entries)];
}

async function indexBenchmarks(context: RunContext<DataSpec>): Promise<PipelineAids['contamination']> {
  const files = await listFiles(context, 'benchmarks');
  if (files.length === 0) return undefined;
  const kernels = await loadKernels();
  const faults: BenchmarkFault[] = [];
  const benchmarks = new Set<string>();
  const onFault = (fault: BenchmarkFault) => void faults.push(fault);
  const items = nameBenchmarks(readBenchmarks(files, { kernels, onFault }), benchmarks);
  const { bytes, numItems, numUncheckable } = await buildContaminationIndex(items, kernels);
  const [first] = faults;
  if (numItems === 0)
    throw nothingIn('benchmarks', `holds no question${first ? `: ${first.name} ${first.detail}` : ''}`);
  if (first)
    context.warn({
      en: `benchmarks: ${faults.length} files or rows without a question, such as ${first.name}: ${first.detail}`,
      zh: `基准题：${faults.length} 个文件或行没有题目，例如 ${first.name}：${first.detail}`,
    });
  if (numUncheckable > 0)
    context.warn({
      en: `benchmarks: ${numUncheckable} of ${numItems} questions are too short to be looked for`,
      zh: `基准题：${numItems} 道题中有 ${numUncheckable} 道太短，无法查找`,
    });
  return { ...(await lay(context, 'contamination.index', bytes)), benchmarks: [...benchmarks].sort() };
}

async function* nameBenchmarks(
  items: AsyncIterable<BenchmarkText>,
  benchmarks: Set<string>,
): AsyncGenerator<BenchmarkText> {
  for await (const item of items) {
    benchmarks.add(item.benchmark);
    yield item;
  }
}

function nothingIn(role: string, why: string): SlipwayError {
  return new SlipwayError({
    code: 'documents-empty',
    message: `the input ${role} ${why}`,
    hint:
      role === 'benchmarks'
        ? 'Give JSON, JSON Lines, CSV or Parquet with a member called question, query, prompt, problem or text.'
        : 'Give a file with one entry a line.',
  });
}
