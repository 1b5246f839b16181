// Makes class A: `pages-N.warc.gz` of real pages in generated websites, and `truth-N.jsonl` with the true main text of each.
// Invariant: the same store and options give the same files; what was cut off is made anew. Sizes count unpacked HTML.
// Refuses: to call template text true; the truth is the text of the package's own main element.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readHtmlBlocks } from '../sources/html-blocks.mjs';
import { createRandom } from '../sources/seeded-random.mjs';
import { encodeText } from './encode-text.mjs';
import { makeSitePage } from './site-template.mjs';
import { writeResponse, writeWarcInfo } from './warc-record.mjs';

/** Changes when the same store and options would give other files. */
const warcVersion = 1;
const fileBytes = 25e6;
const numHosts = 400;
const shares = { en: 0.45, zh: 0.3 };
const legacyShare = 0.3;
const latin = new Set('en de fr es it pt nl sv da no fi ca gl eu'.split(' '));
const legacyOf = (language) =>
  ({ zh: 'gb18030', ja: 'shift_jis' })[language] ?? (latin.has(language) ? 'windows-1252' : undefined);

async function readPages(store) {
  const pages = new Map();
  for (const file of (await readdir(join(store, 'pages'))).sort()) {
    const lines = (await readFile(join(store, 'pages', file), 'utf8')).trimEnd().split('\n');
    pages.set(basename(file, '.jsonl'), lines);
  }
  return pages;
}

/** The pages of all files in their order, drawn without repeating before a language is used up. */
function createDraw(pages, seed) {
  const random = createRandom(`${seed} pages`);
  const others = [...pages.keys()].filter((language) => !shares[language]);
  const places = new Map();
  for (const lines of pages.values()) random.shuffle(lines);
  return () => {
    const drawn = random.next();
    const language = drawn < shares.en ? 'en' : drawn < shares.en + shares.zh ? 'zh' : random.pick(others);
    const place = places.get(language) ?? 0;
    places.set(language, place + 1);
    const lines = pages.get(language);
    return { language, ...JSON.parse(lines[place % lines.length]) };
  };
}

/** How a page is encoded and what its server and its meta element say of it, right or wrong. */
function chooseEncoding(language, random) {
  const legacy = legacyOf(language);
  const encoding = legacy && random.chance(legacyShare) ? legacy : 'utf-8';
  const kind = random.next();
  const wrong = encoding === 'utf-8' ? 'iso-8859-1' : 'utf-8';
  if (kind < 0.6) return { encoding, header: encoding, meta: encoding };
  if (kind < 0.75) return { encoding, header: '', meta: encoding };
  if (kind < 0.85) return { encoding, header: encoding, meta: '' };
  if (kind < 0.93) return { encoding, header: wrong, meta: encoding };
  return { encoding, header: '', meta: '' };
}

const escapeText = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function makePage({ page, titles, random }) {
  const { language, html, source, path } = page;
  const blocks = readHtmlBlocks(html);
  const title = (blocks.find(({ kind }) => kind === 'heading') ?? blocks[0]).text.slice(0, 120);
  const host = random.integer(0, numHosts - 1);
  const { encoding, header, meta } = chooseEncoding(language, random);
  const related = Array.from({ length: random.integer(3, 8) }, () => escapeText(random.pick(titles)));
  const text = makeSitePage({
    host,
    language,
    title: escapeText(title),
    titles: related,
    main: html,
    charset: meta,
    random,
  });
  const url = `https://www.host-${host}.example/${language}/${createHash('sha256').update(path).digest('hex').slice(0, 12)}-${random.digits(4)}.html`;
  titles[random.integer(0, 199)] = title;
  return {
    body: encodeText(text, encoding),
    contentType: header ? `text/html; charset=${header}` : 'text/html',
    url,
    truth: {
      url,
      language,
      encoding,
      header,
      meta,
      source,
      text: blocks.map((block) => block.text).join('\n'),
    },
  };
}

function makeFile({ draw, number, seed }) {
  const random = createRandom(`${seed} warc ${number}`);
  const date = `2024-05-${String(1 + (number % 28)).padStart(2, '0')}T00:00:00Z`;
  const name = `pages-${String(number).padStart(5, '0')}.warc.gz`;
  const records = [writeWarcInfo({ name, date })];
  const truths = [];
  const titles = Array.from({ length: 200 }, (_, place) => `Article ${place}`);
  for (let size = 0; size < fileBytes; ) {
    const { body, contentType, url, truth } = makePage({ page: draw(), titles, random });
    records.push(writeResponse({ url, date, contentType, body }));
    truths.push(JSON.stringify(truth));
    size += body.length;
  }
  return { name, records: Buffer.concat(records), truths: `${truths.join('\n')}\n`, numPages: truths.length };
}

/** Makes the files that are missing; `{folder, files, digest, numPages}`. */
export async function makeWarc({ cache, store, manifest, options, say }) {
  const { seed, sizeBytes } = options;
  const identity = JSON.stringify([warcVersion, manifest.digest, seed, sizeBytes]);
  const folder = join(cache, `warc-${createHash('sha256').update(identity).digest('hex').slice(0, 10)}`);
  const donePath = join(folder, 'manifest.json');
  if (existsSync(donePath)) return JSON.parse(await readFile(donePath, 'utf8'));
  await mkdir(folder, { recursive: true });
  const draw = createDraw(await readPages(store), seed);
  const [files, digest] = [[], createHash('sha256')];
  let numPages = 0;
  for (let number = 0; number < Math.ceil(sizeBytes / fileBytes); number += 1) {
    const made = makeFile({ draw, number, seed });
    await writeFile(join(folder, `truth-${String(number).padStart(5, '0')}.jsonl`), made.truths);
    await writeFile(join(folder, `${made.name}.making`), made.records);
    await rename(join(folder, `${made.name}.making`), join(folder, made.name));
    digest.update(made.records);
    files.push(made.name);
    numPages += made.numPages;
    say(`${made.name}: ${made.numPages} pages`);
  }
  const report = { folder, files, digest: digest.digest('hex'), numPages };
  await writeFile(donePath, JSON.stringify(report));
  return report;
}
