/**
 * The items of benchmarks from files of questions: JSON and JSON Lines of any shape, CSV and Parquet, each also packed.
 * Invariant: an item's text is the first member of a row's names that holds one, without the words that prompts put around a question. A
 * benchmark is called like the folder at the top of its files, or like its file; items in the order of the files. No two files give a name.
 * Refuses: to guess what is asked in a row without such a member, and files of other kinds; both are told.
 */

import type { Kernels } from '../kernels/load-kernels.ts';
import { type ByteInput, openFileInput } from '../sources/byte-input.ts';
import { csvReader } from '../sources/csv-source.ts';
import { parquetReader } from '../sources/parquet-source.ts';
import { createWholeReader } from '../sources/read-whole-source.ts';
import type { SourceReader } from '../sources/source.ts';
import type { BenchmarkText } from './build-contamination-index.ts';

export interface BenchmarkFile {
  path: string;
  /** How people call it, with slashes between folders. */
  name: string;
}

/** A file, or a row of one, without an item. */
export interface BenchmarkFault {
  name: string;
  detail: string;
}

export interface BenchmarkOptions {
  /** For readers. */
  kernels: Kernels;
  onFault?: ((fault: BenchmarkFault) => void) | undefined;
}

/** Members that hold what is asked, best first. */
const questionNames = [
  'question',
  'query',
  'prompt',
  'problem',
  'input',
  'text',
  'context',
  'content',
  'sentence',
  'sentence1',
  'premise',
  'goal',
  'passage',
  'abst',
  'instruction',
];
const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const textNames = questionNames.flatMap((name) => [name, capitalised(name)]);
const idNames = ['id', 'ID', 'task_id', 'question_id', 'qid', 'idx', 'key'];
const maxFileBytes = 256 * 1024 * 1024;

const wholeFile = createWholeReader('text', ['.json', '.jsonl', '.ndjson', '.jsonlines']);
const readers: readonly SourceReader[] = [wholeFile, csvReader, parquetReader];

/** Reads files in order. @throws the file system's error */
export async function* readBenchmarks(
  files: readonly BenchmarkFile[],
  { kernels, onFault }: BenchmarkOptions,
): AsyncGenerator<BenchmarkText> {
  const stems = nameStems(files.map(({ name }) => name));
  for (const [place, file] of files.entries()) {
    const reader = findEnding(file.name)?.reader;
    if (!reader) {
      onFault?.({ name: file.name, detail: 'is neither JSON, JSON Lines, CSV nor Parquet' });
      continue;
    }
    const input = await openFileInput(file.path, file.name);
    try {
      for await (const row of readRows(input, reader, { kernels, onFault }))
        yield nameItem(stems[place] ?? file.name, row);
    } finally {
      await input.close();
    }
  }
}

/** An item before its benchmark is named. */
interface Row {
  id: string;
  text: string;
}

async function* readRows(
  input: ByteInput,
  reader: SourceReader,
  { kernels, onFault }: BenchmarkOptions,
): AsyncGenerator<Row> {
  const limits = { maxRecordBytes: maxFileBytes };
  const members = { text: textNames, id: idNames };
  for await (const result of reader.read(input, { kernels, limits, members })) {
    const { name } = result;
    if (result.kind === 'set-aside') {
      onFault?.({ name, detail: `${result.reason}: ${result.detail}` });
      continue;
    }
    const text = Buffer.from(result.bytes).toString('utf8');
    if (reader !== wholeFile) yield { id: result.id ?? name.slice(name.lastIndexOf('#') + 1), text };
    else if (/\.json(?:\.gz|\.zst)?$/i.test(name)) yield* readJson(text, name, onFault);
    else
      for (const [place, line] of text.split('\n').entries())
        if (line.trim() !== '') yield* readJson(line, `${name}#${place + 1}`, onFault);
  }
}

/** The items of a JSON value: it is one, or holds some. */
function* readJson(text: string, name: string, onFault: BenchmarkOptions['onFault']): Generator<Row> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    onFault?.({ name, detail: 'is not JSON' });
    return;
  }
  const place = name.includes('#') ? `#${name.slice(name.lastIndexOf('#') + 1)}` : '';
  let numItems = 0;
  for (const row of walkJson(value)) {
    numItems += 1;
    yield { ...row, id: row.id || place || `${numItems}` };
  }
  if (numItems === 0) onFault?.({ name, detail: 'no member that holds a question' });
}

function* walkJson(value: unknown): Generator<Row> {
  if (typeof value !== 'object' || value === null) return;
  const members = value as Record<string, unknown>;
  const text = textNames
    .map((name) => members[name])
    .find((one) => typeof one === 'string' && one.trim() !== '');
  if (typeof text === 'string') {
    const id = idNames.map((name) => members[name]).find((one) => ['string', 'number'].includes(typeof one));
    yield { id: id === undefined ? '' : `${id}`, text };
  } else for (const member of Object.values(members)) yield* walkJson(member);
}

/** The reader of a file and how its name ends, packing included. */
function findEnding(name: string): { reader: SourceReader; length: number } | undefined {
  const unpacked = name.toLowerCase().replace(/\.(?:gz|zst)$/, '');
  for (const reader of readers)
    for (const ending of reader.extensions)
      if (unpacked.endsWith(ending)) return { reader, length: name.length - unpacked.length + ending.length };
  return undefined;
}

/** Names of files without their endings; with them where another file would be called the same. */
function nameStems(names: readonly string[]): string[] {
  const stems = names.map((name) => name.slice(0, name.length - (findEnding(name)?.length ?? 0)));
  const all = new Set(names);
  const numOf = new Map<string, number>();
  for (const stem of stems) numOf.set(stem, (numOf.get(stem) ?? 0) + 1);
  return stems.map((stem, place) => (numOf.get(stem) === 1 && !all.has(stem) ? stem : (names[place] ?? '')));
}

function nameItem(stem: string, { id, text }: Row): BenchmarkText {
  const cut = stem.indexOf('/');
  const inside = stem.slice(cut + 1);
  const [benchmark, item] = cut < 0 ? [inside, id] : [stem.slice(0, cut), `${inside} ${id}`];
  return { benchmark, item, text: stripPrompt(text) };
}

/** A question without what a prompt puts before and behind it, which no other text would have there. */
function stripPrompt(text: string): string {
  return text
    .replace(/^\s*(?:question|passage|context|q|问题|题目)\s*[:：]/i, '')
    .replace(/\s*(?:answer|a|答案|答)\s*[:：]\s*$/i, '');
}
