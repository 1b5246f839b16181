// Writes a folder of input for the data factory: every kind of source, English and Chinese, with repeats, near repeats, personal data and what
// no rule keeps. Invariant: the same size and seed give the same bytes.
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { createRandom } from '../fuzz/damage-bytes.mjs';
import { writePdf } from '../fuzz/write-pdf.mjs';

const fixture = new URL('../../packages/text/src/office/__fixtures__/notes.docx', import.meta.url);
const nouns =
  'harbour ship cargo dredger engineer loan bridge river winter council ledger anchor signal tide crane captain'.split(
    ' ',
  );
const verbs =
  'carried changed crossed reported measured opened repaired followed described improved closed joined'.split(
    ' ',
  );
const others = 'old new great northern second careful heavy quiet early public wooden distant'.split(' ');
const subjects = '工程师 港口 货船 委员会 船长 桥梁 河流 城市 记者 商人 学校 图书馆'.split(' ');
const deeds = '修建了 改变了 记录了 打开了 描述了 影响了 完成了 推动了 保护了'.split(' ');
const things = '旧码头 北方的航线 第二期工程 整个地区 冬天的运输 新的仓库 公共财政 木制的船坞'.split(' ');

/** Texts one after the other; one in ten repeats an earlier one, one in twenty nearly. */
function createTexts(seed) {
  const random = createRandom(seed);
  const from = (list) => list[random(list.length)];
  const earlier = [];
  const english = () =>
    `The ${from(others)} ${from(nouns)} of the ${from(nouns)} ${from(verbs)} ${random(90) + 2} ${from(nouns)}s and the ${from(others)} ${from(nouns)} that ${from(verbs)} with ${from(others)} ${from(nouns)}s in ${1800 + random(200)}.`;
  const chinese = () =>
    `在${1900 + random(99)}年，${from(subjects)}${from(deeds)}${from(things)}，而${from(subjects)}也${from(deeds)}${from(things)}。`;
  const make = (language) => {
    const sentence = language === 'zh' ? chinese : english;
    const paragraphs = Array.from({ length: 2 + random(4) }, () =>
      Array.from({ length: 3 + random(6) }, sentence).join(language === 'zh' ? '' : ' '),
    );
    const contact =
      random(8) === 0 ? `\n\nli${random(1000)}@example.com, 138-0013-${1000 + random(9000)}` : '';
    return paragraphs.join('\n\n') + contact;
  };
  return (language) => {
    const kind = random(40);
    if (kind < 4 && earlier.length > 0) return from(earlier);
    if (kind < 6 && earlier.length > 0)
      return `${from(earlier)} ${language === 'zh' ? chinese() : english()}`;
    if (kind === 6) return 'too short';
    const text = make(language);
    if (random(4) === 0 && earlier.length < 2000) earlier.push(text);
    return text;
  };
}

async function writeLines(path, numBytes, line) {
  const stream = createWriteStream(path);
  for (let written = 0; written < numBytes; ) {
    const bytes = Buffer.from(line());
    written += bytes.length;
    if (!stream.write(bytes)) await new Promise((resolve) => stream.once('drain', resolve));
  }
  stream.end();
  await finished(stream);
}

const page = (text) =>
  `<!doctype html><html><head><title>A page</title></head><body><nav><a href="/">Home</a></nav><main><h1>About it</h1>${text
    .split('\n\n')
    .map((paragraph) => `<p>${paragraph}</p>`)
    .join('')}</main><footer>All rights reserved</footer></body></html>`;

function warcRecord(text, place) {
  const body = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${page(text)}`;
  const head = `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/${place}\r\nContent-Type: application/http\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return `${head}${body}\r\n\r\n`;
}

async function writeOffice(folder, count, next) {
  const members = unzipSync(await readFile(fixture));
  const document = Buffer.from(members['word/document.xml']).toString('utf8');
  const escapeXml = (text) => text.replace(/[&<>]/g, ' ');
  for (let place = 0; place < count; place += 1) {
    const paragraphs = next(place % 2 === 0 ? 'zh' : 'en').split('\n\n');
    const body = paragraphs.map((text) => `<w:p><w:r><w:t>${escapeXml(text)}</w:t></w:r></w:p>`).join('');
    members['word/document.xml'] = Buffer.from(document.replace(/<w:body>/, `<w:body>${body}`));
    await writeFile(join(folder, `letter-${place}.docx`), zipSync(members, { mtime: '2026-01-01T00:00:00' }));
    const lines = next('en')
      .replace(/\n+/g, ' ')
      .match(/.{1,80}(?: |$)/g)
      .map((text, row) => ({ x: 50, y: 740 - row * 14, text: text.replace(/[^ -~]/g, ' ') }));
    await writeFile(join(folder, `report-${place}.pdf`), writePdf([lines.slice(0, 50), lines.slice(50)]));
  }
}

/**
 * A packed file that no reader may cut, of more documents than a part takes, so that a unit has several parts. What fills it is binary, which
 * is told at once.
 */
async function writeLongFile(path, next) {
  const binary = `${'\\u0000 '.repeat(40_000)}`;
  const lines = Array.from(
    { length: 180 },
    () => `{"text":"${binary}"}\n${JSON.stringify({ text: next('en') })}\n`,
  );
  await writeFile(path, gzipSync(lines.join(''), { level: 1 }));
}

/**
 * @param folder made where there is none
 * @param numBytes about how much in all; nearly half JSON Lines, the rest the other kinds
 */
export async function writeMixedInput(folder, numBytes, { seed = 1, hasLongFile = false } = {}) {
  const next = createTexts(seed);
  for (const name of ['lines', 'web', 'tables', 'office', 'notes'])
    await mkdir(join(folder, name), { recursive: true });
  const share = numBytes / 10;
  await writeLines(
    join(folder, 'lines/en.jsonl'),
    share * 2.5,
    () => `${JSON.stringify({ text: next('en') })}\n`,
  );
  await writeLines(
    join(folder, 'lines/zh.jsonl'),
    share * 2,
    () => `${JSON.stringify({ text: next('zh'), title: '题' })}\n{"text":\n`,
  );
  let numPages = 0;
  await writeLines(join(folder, 'web/crawl.warc'), share * 2, () =>
    warcRecord(next(numPages % 3 === 0 ? 'zh' : 'en'), numPages++),
  );
  const numFiles = Math.ceil(share / 3000);
  for (let place = 0; place < numFiles; place += 1) {
    await writeFile(join(folder, `web/page-${place}.html`), page(next(place % 2 === 0 ? 'zh' : 'en')));
    if (place % 4 === 0)
      await writeFile(join(folder, `notes/note-${place}.md.gz`), gzipSync(`# Note\n\n${next('en')}`));
  }
  const texts = Array.from({ length: Math.ceil((share * 2) / 2500) }, (_, place) =>
    next(place % 2 === 0 ? 'en' : 'zh'),
  );
  const table = parquetWriteBuffer({
    columnData: [{ name: 'text', data: texts, type: 'STRING' }],
    rowGroupSize: 500,
  });
  await writeFile(join(folder, 'tables/rows.parquet'), Buffer.from(table));
  await writeOffice(join(folder, 'office'), Math.ceil(numBytes / 1e6), next);
  if (hasLongFile) await writeLongFile(join(folder, 'lines/long.jsonl.gz'), next);
}
