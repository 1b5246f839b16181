// Runs the data factory on a folder, from documents to token shards: a process of its own, so that it can be killed.
//   node run-factory.mjs '{"input":…,"output":…,"tokenizer":…,"numThreads":2,"unitBytes":1000000}'
// Prints a line for each phase that begins. What it makes lies below `output`, whether it was begun once or many times.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  defaultPipelineRecipe,
  eachDocument,
  findFormat,
  listFolder,
  runPipeline,
  writeDatasetTokens,
} from '../../packages/text/dist/index.js';

const shardTokens = 100_000;

async function listInput(folder) {
  const { root, files } = await listFolder(folder, { accept: (path) => findFormat(path) !== undefined });
  return await Promise.all(
    files.map(async ({ path: name }) => {
      const path = join(root, name);
      const { size } = await stat(path);
      return { path, name, ...findFormat(name), numBytes: size, version: 'one' };
    }),
  );
}

/** @returns the path of the kept documents, as a dataset has them */
export async function writeKept(folder, { parts, decisions }) {
  const path = join(folder, 'documents.jsonl');
  const lines = [];
  for await (const { name, digest, language, fate } of eachDocument(parts, decisions))
    if (fate.kind === 'kept')
      lines.push(
        JSON.stringify({
          document: `sha256:${digest}`,
          path: name,
          language,
          split: 'train',
          text: fate.text,
        }),
      );
  await writeFile(`${path}.part`, `${lines.join('\n')}\n`);
  await rename(`${path}.part`, path);
  return path;
}

/** @param options `input`, `output`, `numThreads`, `unitBytes`; without a `tokenizer` no tokens are made */
export async function runFactory(
  { input, output, tokenizer: tokenizerPath, numThreads, unitBytes },
  onPhase = () => undefined,
) {
  await mkdir(output, { recursive: true });
  const tokenizer = tokenizerPath && {
    path: tokenizerPath,
    digest: `sha256:${createHash('sha256')
      .update(await readFile(tokenizerPath))
      .digest('hex')}`,
    vocabularySize: 1000,
    endOfText: 0,
  };
  let last = '';
  const made = await runPipeline({
    files: await listInput(input),
    recipe: { ...defaultPipelineRecipe, quality: { '*': 'curated' } },
    folder: join(output, 'pipeline'),
    numThreads,
    unitBytes,
    sortMemoryBytes: 1 << 20,
    ...(tokenizer ? { tokenizer } : {}),
    onProgress({ phase }) {
      if (phase !== last) onPhase(phase);
      last = phase;
    },
  });
  onPhase('dataset');
  const path = await writeKept(output, made);
  if (!tokenizer) return made;
  onPhase('dataset tokens');
  await writeDatasetTokens({
    path,
    folder: join(output, 'tokens'),
    key: 'one',
    choice: { split: 'train' },
    tokenizerPath,
    endOfText: 0,
    shards: { vocabularySize: 1000, tokenizerDigest: tokenizer.digest, shardTokens },
    numThreads,
  });
  return made;
}

const [given] = process.argv.slice(2);
if (process.argv[1]?.endsWith('run-factory.mjs') && given)
  await runFactory(JSON.parse(given), (phase) => process.stdout.write(`${phase}\n`));
