// Makes class B: shards of 32 MB of JSONL documents with a file of truth beside each, half English, a fifth Chinese, the rest others.
// Invariant: shard N depends on the store, the options and what shard N-1 left in its state; a shard appears under its name when whole, so
// a run that was cut off goes on with the next. The folder is named by a digest of everything that decides the bytes.
// Refuses: to change a corpus that is there.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '../sources/seeded-random.mjs';
import { readBenchmarkLines } from './benchmark-lines.mjs';
import { makeDocument } from './make-document.mjs';
import { openSupply } from './paragraph-supply.mjs';

/** Changes when the same store and options would give another corpus. */
const webVersion = 1;
const shardBytes = 32e6;
const chineseShare = 0.2;
const englishShare = 0.5;
const minLanguageBytes = 400_000;
/** Earlier documents a language keeps as originals for duplicates, replaced by chance. */
const maxEarlier = 20_000;

/** Share of the bytes by language: the others by the square root of how much distinct text they have. */
function chooseShares(counts) {
  const others = Object.entries(counts).filter(
    ([language, { numBytes }]) => language !== 'en' && language !== 'zh' && numBytes >= minLanguageBytes,
  );
  const total = others.reduce((sum, [, { numBytes }]) => sum + Math.sqrt(numBytes), 0);
  const rest = others.map(([language, { numBytes }]) => [
    language,
    ((1 - englishShare - chineseShare) * Math.sqrt(numBytes)) / total,
  ]);
  return new Map([['en', englishShare], ['zh', chineseShare], ...rest]);
}

/** A language whose documents are behind their share, by chance in proportion to what is missing. */
function chooseLanguage(shares, state, random) {
  const total = Object.values(state.numBytes).reduce((sum, size) => sum + size, 0) + 400_000;
  const missing = [...shares].map(([language, share]) => [
    language,
    Math.max(0, share * total - (state.numBytes[language] ?? 0)),
  ]);
  let drawn = random.next() * missing.reduce((sum, [, size]) => sum + size, 0);
  for (const [language, size] of missing) {
    drawn -= size;
    if (drawn < 0) return language;
  }
  return 'en';
}

function remember(earlier, document, random) {
  if (!/^(original|junk)/.test(document.truth.kind)) return;
  const kept = { id: document.id, text: document.text };
  if (earlier.length < maxEarlier) earlier.push(kept);
  else if (random.chance(0.5)) earlier[random.integer(0, maxEarlier - 1)] = kept;
}

function makeShard({ seed, number, shares, supplies, state, planted, benchmark }) {
  const random = createRandom(`${seed} shard ${number}`);
  const [lines, truths] = [[], []];
  for (let size = 0; size < shardBytes; ) {
    const language = chooseLanguage(shares, state, random);
    state.earlier[language] ??= [];
    const earlier = state.earlier[language];
    const supply = supplies.get(language);
    const document = makeDocument({ supply, earlier, shares: planted, benchmark, random });
    remember(earlier, document, random);
    const { truth, ...record } = document;
    const line = JSON.stringify(record);
    lines.push(line);
    truths.push(JSON.stringify(truth));
    const numTextBytes = Buffer.byteLength(record.text);
    state.numBytes[language] = (state.numBytes[language] ?? 0) + numTextBytes;
    state.numDocuments[language] = (state.numDocuments[language] ?? 0) + 1;
    size += Buffer.byteLength(line) + 1;
  }
  for (const [language, supply] of supplies) state.positions[language] = supply.position;
  return { documents: `${lines.join('\n')}\n`, truths: `${truths.join('\n')}\n` };
}

async function writeWhole(path, text) {
  await writeFile(`${path}.making`, text);
  await rename(`${path}.making`, path);
}

const shardName = (kind, number) => `${kind}-${String(number).padStart(5, '0')}.jsonl`;

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'));

/** How many shards are there, and what the last of them left; earlier documents are kept for the last shard only. */
async function readState(folder, numShards) {
  for (let number = numShards - 1; number >= 0; number -= 1) {
    const path = join(folder, `state-${number}.json`);
    if (!existsSync(path)) continue;
    const earlierPath = join(folder, `earlier-${number}.json`);
    const earlier = number < numShards - 1 ? await readJson(earlierPath) : {};
    return { done: number + 1, state: { ...(await readJson(path)), earlier } };
  }
  return { done: 0, state: { positions: {}, earlier: {}, numBytes: {}, numDocuments: {}, digests: [] } };
}

async function writeShard(folder, number, { documents, truths, state }) {
  const { earlier, ...rest } = state;
  await writeWhole(join(folder, shardName('truth', number)), truths);
  await writeWhole(join(folder, shardName('web', number)), documents);
  await writeWhole(join(folder, `earlier-${number}.json`), JSON.stringify(earlier));
  await writeWhole(join(folder, `state-${number}.json`), JSON.stringify(rest));
  await rm(join(folder, `earlier-${number - 1}.json`), { force: true });
}

/** Makes the shards that are missing; `{folder, manifest}`. `junk`, `near` and `exact` are shares of the documents. */
export async function makeWeb({ cache, store, manifest: storeManifest, options, say }) {
  const { seed, sizeBytes, junk, near, exact, benchmarks } = options;
  const planted = { junk, near, exact };
  const identity = JSON.stringify([webVersion, storeManifest.digest, seed, planted, benchmarks]);
  const folder = join(cache, `web-${createHash('sha256').update(identity).digest('hex').slice(0, 10)}`);
  await mkdir(folder, { recursive: true });
  const numShards = Math.ceil(sizeBytes / shardBytes);
  const { done, state } = await readState(folder, numShards);
  const shares = chooseShares(storeManifest.languages);
  if (done < numShards) {
    const supplies = new Map();
    for (const language of shares.keys()) {
      const supply = await openSupply(store, { language, seed });
      if (state.positions[language]) supply.moveTo(state.positions[language]);
      supplies.set(language, supply);
    }
    const benchmark = await readBenchmarkLines({ files: benchmarks, supplies, folder });
    for (let number = done; number < numShards; number += 1) {
      const { documents, truths } = makeShard({ seed, number, shares, supplies, state, planted, benchmark });
      state.digests.push(createHash('sha256').update(documents).digest('hex'));
      await writeShard(folder, number, { documents, truths, state });
      say(`shard ${number + 1} of ${numShards}`);
    }
  }
  const files = Array.from({ length: numShards }, (_, number) => shardName('web', number));
  const digest = createHash('sha256').update(state.digests.slice(0, numShards).join()).digest('hex');
  return {
    folder,
    files,
    digest,
    numBytes: state.numBytes,
    numDocuments: state.numDocuments,
    positions: state.positions,
  };
}
