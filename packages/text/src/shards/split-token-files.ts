/**
 * Divides tokens among files of a trainer's format, one after the other.
 * Invariant: a file is told of in a journal beside the folder once it is durable; what the journal does not tell of is removed, and made
 * again. With other settings than the journal's, nothing that is there counts.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openPartJournal, type PartJournal } from '../parts/part-journal.ts';
import { openDatatroveWriter } from './datatrove.ts';
import { openJsonLinesTokenWriter } from './json-lines-tokens.ts';
import { openMegatronWriter } from './megatron.ts';
import { openParquetTokenWriter } from './parquet-file.ts';
import { eachDocument, type TokenSink, type TokenTotals } from './token-sink.ts';
import type { TokenFileEntry, TokenFormat, TokenWriter, TokenWriterOptions } from './token-writer.ts';

type SplitFormat = Exclude<TokenFormat, 'shards'>;
type SplitOptions = TokenWriterOptions & { format: SplitFormat };

const endings: Readonly<Record<SplitFormat, string>> = {
  megatron: '',
  datatrove: '.ds',
  parquet: '.parquet',
  'jsonl.zst': '.jsonl.zst',
};

interface OpenFile {
  name: string;
  sink: TokenSink<TokenTotals>;
  numTokens: number;
}

/** Opens a writer on a folder, which is made where there is none; the journal is `FOLDER.journal`. */
export async function splitTokenFiles(folder: string, options: SplitOptions): Promise<TokenWriter> {
  const { journal, entries } = await findWholeFiles(folder, options);
  let open: OpenFile | undefined;

  async function begin(): Promise<OpenFile> {
    const name = `${stemOf(entries.length)}${endings[options.format]}`;
    return { name, sink: await openFile(join(folder, name), options), numTokens: 0 };
  }

  async function close({ name, sink }: OpenFile): Promise<void> {
    const entry = { name, ...(await sink.finish()) };
    open = undefined;
    entries.push(entry);
    await journal.append({ next: { piece: entries.length, from: 0 }, facts: { ...entry } });
  }

  const sum = (key: keyof TokenTotals) => entries.reduce((total, entry) => total + entry[key], 0);
  return {
    get numTokensDone() {
      return sum('numTokens');
    },
    get numDocumentsDone() {
      return sum('numDocuments');
    },
    async append(ids, documentEnds) {
      const { packing, shardTokens } = options;
      // Of sequences the trainers' formats keep no ends within: each is one document of theirs.
      const ends = packing ? wholeSequences(ids.length, packing.sequenceTokens) : documentEnds;
      for (const document of eachDocument(ids, ends)) {
        open ??= await begin();
        await open.sink.append(document, [document.length]);
        open.numTokens += document.length;
        if (open.numTokens >= shardTokens) await close(open);
      }
    },
    async finish() {
      if (open) await close(open);
      await journal.close();
      return entries;
    },
    async discard() {
      await open?.sink.discard();
      open = undefined;
      await journal.close();
    },
  };
}

const stemOf = (place: number) => `tokens-${String(place).padStart(5, '0')}`;

/** What is whole already, under these settings; all else of the folder is removed. */
async function findWholeFiles(
  folder: string,
  options: SplitOptions,
): Promise<{ journal: PartJournal; entries: TokenFileEntry[] }> {
  await mkdir(folder, { recursive: true });
  const path = `${folder}.journal`;
  const names = await readdir(folder);
  const stems = new Set(names.map((name) => name.split('.', 1)[0]));
  const key = JSON.stringify(options);
  let journal = await openPartJournal(path, key);
  if (!journal.entries.every((_, place) => stems.has(stemOf(place)))) {
    await journal.close();
    await rm(path);
    journal = await openPartJournal(path, key);
  }
  const entries = journal.entries.map(({ facts }) => facts as unknown as TokenFileEntry);
  for (const name of names) {
    const place = Number(/^tokens-(\d+)\./.exec(name)?.[1] ?? -1);
    if (place >= entries.length) await rm(join(folder, name), { recursive: true });
  }
  return { journal, entries };
}

function wholeSequences(numTokens: number, sequenceTokens: number): number[] {
  return Array.from({ length: numTokens / sequenceTokens }, (_, place) => (place + 1) * sequenceTokens);
}

async function openFile(
  path: string,
  { format, vocabularySize, tokenizerName }: SplitOptions,
): Promise<TokenSink<TokenTotals>> {
  if (format === 'megatron') return await openMegatronWriter(path, { vocabularySize });
  if (format === 'datatrove') return await openDatatroveWriter(path, { vocabularySize, tokenizerName });
  if (format === 'parquet') return await openParquetTokenWriter(path, { vocabularySize });
  return await openJsonLinesTokenWriter(path, { vocabularySize });
}
