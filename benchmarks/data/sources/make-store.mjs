// Makes the store of distinct paragraphs: `paragraphs/LANGUAGE.jsonl`, a line a source file, and `pages/LANGUAGE.jsonl` for websites.
// Invariant: a paragraph stands in the store once over all languages (digits, case and white space aside), with the package it was met in
// first; the same package versions give the same bytes. The store appears under its name when it is whole; until then a run goes on behind the last
// package that is done.
// Refuses: pages whose text the store already holds, so that furniture repeated on every page is kept once.

import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchPackage } from './fetch-package.mjs';
import { findBlockReader, isPage } from './find-blocks.mjs';
import { findMain } from './html-blocks.mjs';
import { isHeading, isProse, keyOf } from './is-prose.mjs';
import { readLanguage } from './languages.mjs';
import { languageSpelling, packages } from './package-table.mjs';
import { readArchive } from './read-archive.mjs';
import { openJournal } from './store-journal.mjs';

/** Changes when the same packages would give another store. */
const storeVersion = 1;
const maxPageBytes = 60_000;
const minPageBytes = 1500;
const maxPagesBytesOfPackage = 6e6;

/** The paragraphs of a file that were not met before, headings before them as `# ...`. */
function pickParagraphs(blocks, language, seen) {
  const picked = [];
  let heading;
  for (const { kind, text } of blocks) {
    if (kind === 'heading') heading = isHeading(text) ? `# ${text.replace(/¶$/, '')}` : undefined;
    if (kind === 'heading' || kind === 'preformatted' || !isProse(text, language)) continue;
    const key = keyOf(text);
    if (seen.has(key)) continue;
    seen.add(key);
    if (heading) picked.push(heading);
    heading = undefined;
    picked.push(text);
  }
  return picked;
}

const numBytesOf = (paragraphs) => paragraphs.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

function addCount(counts, language, picked) {
  const row = counts[language] ?? { numFiles: 0, numParagraphs: 0, numBytes: 0 };
  row.numFiles += 1;
  row.numParagraphs += picked.filter((text) => !text.startsWith('# ')).length;
  row.numBytes += numBytesOf(picked);
  counts[language] = row;
}

async function readPackage({ name, file }, journal) {
  const isWanted = (path) => findBlockReader(path) !== undefined;
  let [numBytes, numPageBytes] = [0, 0];
  for await (const { path, bytes } of readArchive(file, isWanted)) {
    const language = readLanguage(languageSpelling(name, path));
    if (!language) continue;
    const picked = pickParagraphs(findBlockReader(path)(bytes), language, journal.seen);
    if (picked.length === 0) continue;
    numBytes += numBytesOf(picked);
    addCount(journal.progress.counts, language, picked);
    journal.write('paragraphs', language, { source: name, path, paragraphs: picked });
    const isEnough = numPageBytes > maxPagesBytesOfPackage || numBytesOf(picked) < minPageBytes;
    if (!isPage(path) || isEnough) continue;
    const html = findMain(bytes.toString('utf8'));
    if (html.length > maxPageBytes || html.includes('\ufffd')) continue;
    numPageBytes += html.length;
    journal.write('pages', language, { source: name, path, html });
  }
  return numBytes;
}

async function readPackages(folder, { cache, say }) {
  const journal = await openJournal(folder, storeVersion);
  const { sources, counts } = journal.progress;
  for (const wanted of packages.slice(sources.length)) {
    const fetched = await fetchPackage(wanted, cache);
    if (!fetched.file) say(`${wanted.name}: not to be had (${fetched.problem})`);
    const numBytes = fetched.file ? await readPackage(fetched, journal) : 0;
    sources.push({ registry: wanted.registry, name: wanted.name, found: fetched.found ?? null, numBytes });
    await journal.commit();
    say(`${wanted.name}: ${(numBytes / 1e6).toFixed(2)} MB of new paragraphs`);
  }
  return { version: storeVersion, digest: await journal.digest(), languages: counts, sources };
}

/** The store's manifest `{digest, languages, sources}`; makes the store in `cache/store` if it is not there. */
export async function makeStore({ cache, say }) {
  const folder = join(cache, 'store');
  const manifestPath = join(folder, 'manifest.json');
  if (existsSync(manifestPath)) {
    const manifest = JSON.parse(await readFile(manifestPath, 'utf8'));
    if (manifest.version === storeVersion) return { folder, manifest };
  }
  const temporary = join(cache, 'store.making');
  await rm(folder, { recursive: true, force: true });
  const manifest = await readPackages(temporary, { cache, say });
  await writeFile(join(temporary, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
  await rename(temporary, folder);
  return { folder, manifest };
}
