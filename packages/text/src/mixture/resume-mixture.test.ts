import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { digestBytes } from '../hash/digest-bytes.ts';
import { createConcatenatingPacker } from '../packing/concatenate.ts';
import { createBestFitPacker } from '../packing/pack-best-fit.ts';
import type { Packer, PackingReport } from '../packing/packed-sequence.ts';
import { openPackerCheckpoints } from '../packing/packer-checkpoints.ts';
import { openTokenWriter } from '../shards/open-token-writer.ts';
import type { ResumableSink } from '../shards/token-sink.ts';
import { type TokenFormat, tokenFormats } from '../shards/token-writer.ts';
import { mixWord } from '../shuffle/mix-words.ts';
import type { MixedDataset, MixtureRoom } from './mixed-dataset.ts';
import { writeMixture } from './write-mixture.ts';

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-resume-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const packing = { sequenceTokens: 64, padding: 0 };
const packers = {
  none: () => undefined,
  concatenate: () => createConcatenatingPacker(packing),
  'best-fit': () => createBestFitPacker({ ...packing, windowDocuments: 40 }),
} satisfies Record<string, () => Packer | undefined>;

/** Ids of a document, a function of its number. */
const readDocument = (base: number) => (document: number) =>
  Uint16Array.from(
    { length: 1 + ((document * 7919) % 701) },
    (_, at) => 1 + ((base + document * 31 + at) % 4000),
  );

const makeDataset = (name: string, numDocuments: number, numDraws: number): MixedDataset => ({
  name,
  numDraws,
  reader: { numDocuments, readDocument: readDocument(name.length * 1000), close: () => undefined },
});
const datasets = [makeDataset('web', 500, 800), makeDataset('wiki', 90, 300)];
/** Of the draws, about; it decides only whether they fit into memory. */
const numTokens = 1100 * 350;

/** Ends an attempt as it reads, or as it writes, for the so manieth time. */
interface Cut {
  at: 'read' | 'append';
  count: number;
}

interface Attempt {
  out: string;
  method: keyof typeof packers;
  format: TokenFormat;
  memoryBytes: number;
  cut?: Cut;
}

/** Numbers from 0 to below 1 that look like none in particular, the same each time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = mixWord(state, seed);
    return state / 2 ** 32;
  };
}

class Killed extends Error {}

function countDown({ cut }: Attempt, at: Cut['at']): () => void {
  let left = cut?.at === at ? cut.count : Number.POSITIVE_INFINITY;
  return () => {
    left -= 1;
    if (left < 0) throw new Killed();
  };
}

/** @returns undefined where it was cut off */
async function attempt(options: Attempt): Promise<PackingReport | 'unpacked' | undefined> {
  const { out, method, format, memoryBytes } = options;
  const packer = packers[method]();
  const writer = await openTokenWriter(join(folder, out, 'files'), {
    format,
    vocabularySize: 5000,
    tokenizerDigest: digestBytes('tokenizer'),
    tokenizerName: 'some',
    shardTokens: 64 * 1500,
    packing: packer && packing,
  });
  const [beforeRead, beforeAppend] = [countDown(options, 'read'), countDown(options, 'append')];
  const sink: ResumableSink<unknown> = {
    get numTokensDone() {
      return writer.numTokensDone;
    },
    get numDocumentsDone() {
      return writer.numDocumentsDone;
    },
    append(ids, ends) {
      beforeAppend();
      return writer.append(ids, ends);
    },
    finish: writer.finish,
    discard: writer.discard,
  };
  const watched = datasets.map(
    (one): MixedDataset => ({
      ...one,
      reader: {
        ...one.reader,
        readDocument(document) {
          beforeRead();
          return one.reader.readDocument(document);
        },
      },
    }),
  );
  const room: MixtureRoom = {
    folder: join(folder, out, 'room'),
    memoryBytes,
    numTokens,
    tokenBytes: 2,
    checkpointTokens: 40_000,
  };
  try {
    await writeMixture({ datasets: watched, seed: 'seed', packer, sink, room });
    await writer.finish();
    return packer?.report() ?? 'unpacked';
  } catch (error) {
    await writer.discard();
    if (error instanceof Killed) return undefined;
    throw error;
  }
}

async function digestFiles(out: string): Promise<string[][]> {
  const names = (await readdir(join(folder, out, 'files'))).sort();
  const digest = async (name: string) => digestBytes(await readFile(join(folder, out, 'files', name)));
  return await Promise.all(names.map(async (name) => [name, await digest(name)]));
}

const random = createRandom(20_261_130);
const draw = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
const drawCut = (): Cut =>
  random() < 0.5
    ? { at: 'read', count: Math.floor(random() * 600) }
    : { at: 'append', count: Math.floor(random() * 3) };
/** Each way of packing and each format, cut off at drawn moments, with memory for a sixth of the documents or for all. */
const points = [...tokenFormats, 'shards' as const].map((format, place) => ({
  format,
  method: (['best-fit', 'concatenate', 'none'] as const)[place % 3] ?? 'none',
  memoryBytes: place % 4 === 3 ? 10_000_000 : draw([130_000, 300_000]),
  cuts: [drawCut(), drawCut()],
}));

test.each(points)(
  'the same bytes and counts with any memory, cut off anywhere: $format, $method, $memoryBytes bytes',
  async ({ cuts, ...options }) => {
    const whole = await attempt({ ...options, out: 'whole', memoryBytes: 10_000_000 });
    const ends = [];
    for (const cut of cuts) ends.push(await attempt({ ...options, out: 'cut', cut }));
    expect(ends).toContain(undefined);
    expect(await attempt({ ...options, out: 'cut' })).toEqual(whole);
    expect(await digestFiles('cut')).toEqual(await digestFiles('whole'));
  },
);

test('an attempt goes on after the last whole file, from the state that the packer had before it', async () => {
  const options = { out: 'out', method: 'best-fit', format: 'shards', memoryBytes: 300_000 } as const;
  expect(await attempt({ ...options, cut: { at: 'append', count: 4 } })).toBeUndefined();
  const state = await (await openPackerCheckpoints(join(folder, 'out', 'room', 'packer'))).latest(Infinity);
  expect(state?.counts.numDocuments).toBeGreaterThan(200);
  const files = await digestFiles('out');
  expect(files.length).toBeGreaterThan(1);
  // Documents wait in order already: nothing is read of the datasets any more.
  expect(await attempt({ ...options, cut: { at: 'read', count: 0 } })).toBeDefined();
  expect(await digestFiles('out')).toEqual(expect.arrayContaining(files));
});
