// The files that are damaged, a few small ones for each reader: the fixtures of the readers, cut down, and what is quickly written by hand.
// Invariant: every reader of the data factory is here, and each seed is read without a fault before it is damaged (a test sees to it).
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import { packTar } from 'modern-tar';
import { writePdf } from './write-pdf.mjs';

const source = (name) =>
  readFileSync(new URL(`../../packages/text/src/sources/__fixtures__/${name}`, import.meta.url));
const office = (name) =>
  readFileSync(new URL(`../../packages/text/src/office/__fixtures__/${name}`, import.meta.url));

const lines = `{"text":"one é, call +86 138-0013-8000","url":"https://a.example","id":7}
{"text":"zwei \\u00e9\\ud83d\\ude00 und noch ein Satz mit Wörtern","title":"T"}\n\n["x"]\n{"content":"三期工程改变了这座海港。"}\n`;
const csv = 'id,text,url\r\n1,"one, ""two""\nthree",https://a.example\r\n2,plain text,\n3,最後,y\n';
const sentence = 'Some words and a <a href="/y">link</a>. ';
const page = `<html lang=en><head><title>A &amp; b</title><meta charset="gbk"></head><body><nav><a href=/>x</a></nav><h1>T</h1>
<p>${sentence.repeat(6)}</p><ol start=3><li>x<li>y</ol><table><tr><td>1<td>2</table><pre>a &lt; b</pre></body></html>`;
const markdown = `---\ntitle: x\n---\n# Head\n\n- item\n  1. two **bold** \`code\`\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n\`\`\`js\nlet x;\n\`\`\`\n\n[l](http://a "t") ![i](x) <b>h</b> &amp;\n`;
const text = 'Plain text. Ünïcödé 我们 cafÃ©\r\n\u200bli@example.com, 110101199003078515.\n';

const record = (type, body, headers = '') => {
  const bytes = Buffer.from(body);
  const head = `WARC/1.0\r\nWARC-Type: ${type}\r\nWARC-Target-URI: http://a.example/\r\n${headers}Content-Length: ${bytes.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n\r\n')]);
};
const answer = (body, headers = '') =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n${headers}\r\n`),
    Buffer.from(body),
  ]);
const chunked = (body) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
const warc = Buffer.concat([
  record('warcinfo', 'software: x\r\n'),
  record('response', answer(page), 'WARC-Date: 2024-01-02T03:04:05Z\r\n'),
  record('response', answer(chunked(page), 'Transfer-Encoding: chunked\r\n')),
  record('response', answer(gzipSync(page), 'Content-Encoding: gzip\r\n')),
  record('conversion', 'plain words of a page'),
]);

const paragraph = 'The harbour was dredged in three stages, and the third changed it.';
const columns = Array.from({ length: 8 }, (_, row) => [
  { x: 50, y: 700 - row * 14, text: paragraph.slice(0, 34) },
  { x: 320, y: 700 - row * 14, text: paragraph.slice(10, 44) },
]).flat();
const table = Array.from({ length: 4 }, (_, row) =>
  ['Year', '1921', '12.5'].map((cell, column) => ({ x: 60 + column * 120, y: 600 - row * 16, text: cell })),
).flat();
const headed = [
  { x: 50, y: 740, size: 20, text: 'A heading' },
  { x: 50, y: 700, text: `- ${paragraph}` },
];

/** A package without what its reader does not look at. */
function keepMembers(name, wanted) {
  const members = Object.entries(unzipSync(office(name))).filter(([path]) => wanted.test(path));
  return Buffer.from(zipSync(Object.fromEntries(members), { level: 0, mtime: '2026-01-01T00:00:00' }));
}

const words = /^(?:_rels|\[Content|docProps\/core|word\/(?:_rels|document|numbering|footnotes|endnotes))/;
const slides = /^(?:_rels|\[Content|docProps\/core|ppt\/(?:_rels|presentation|slides|notesSlides))/;
const open = /^(?:mimetype|content|meta|styles)/;
const encode = (value) => new TextEncoder().encode(value);
const members = {
  'a.txt': encode('one'),
  'folder/': encode(''),
  'folder/港口.md': encode('# two'),
  'b.jsonl': encode(lines),
};

const tar = async () =>
  Buffer.from(
    await packTar([
      ...['a.txt', `folder/${'long/'.repeat(30)}港口.txt`].map((name) => ({
        header: { name, size: 3, type: 'file', mtime: new Date(0) },
        body: encode('one'),
      })),
      { header: { name: 'link', size: 0, type: 'symlink', linkname: 'a.txt', mtime: new Date(0) } },
    ]),
  );

/** For each reader its seeds: the names say the format; `inner` is what a packing without a packer here holds. */
export const seedFiles = {
  text: async () => [
    { name: 'a.txt', bytes: Buffer.from(text) },
    { name: 'a.txt.gz', bytes: gzipSync(text) },
  ],
  markdown: async () => [{ name: 'a.md', bytes: Buffer.from(markdown) }],
  html: async () => [
    { name: 'a.html', bytes: Buffer.from(page) },
    { name: 'a.html.gz', bytes: gzipSync(page) },
  ],
  'json-lines': async () => [
    { name: 'a.jsonl', bytes: Buffer.from(lines) },
    { name: 'a.jsonl.gz', bytes: gzipSync(lines) },
    { name: 'a.jsonl.zst', bytes: source('rows.jsonl.zst'), inner: Buffer.from(lines) },
  ],
  warc: async () => [
    { name: 'a.warc', bytes: warc },
    { name: 'a.warc.gz', bytes: gzipSync(warc) },
    { name: 'a.warc.gz', bytes: source('pages.warc.gz') },
  ],
  parquet: async () =>
    ['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4'].map((codec) => ({
      name: 'a.parquet',
      bytes: source(`rows-${codec}.parquet`),
    })),
  csv: async () => [
    { name: 'a.csv', bytes: Buffer.from(csv) },
    { name: 'a.tsv', bytes: Buffer.from('url\ttext\nu\tone\nv\t"two\tthree"\n') },
    { name: 'a.csv.gz', bytes: gzipSync(csv) },
  ],
  zip: async () => [
    { name: 'a.zip', bytes: Buffer.from(zipSync(members, { mtime: '2026-01-01T00:00:00' })) },
    {
      name: 'a.zip',
      bytes: Buffer.from(
        zipSync(
          { 'inner.zip': zipSync(members, { mtime: '2026-01-01T00:00:00' }), 'in.tar': await tar() },
          { mtime: '2026-01-01T00:00:00' },
        ),
      ),
    },
  ],
  tar: async () => [{ name: 'a.tar', bytes: await tar() }],
  'tar.gz': async () => [{ name: 'a.tar.gz', bytes: gzipSync(await tar()) }],
  pdf: async () => [
    { name: 'a.pdf', bytes: writePdf([headed, [...columns]]) },
    { name: 'a.pdf', bytes: writePdf([headed, table], { hasUnicode: true }) },
    { name: 'a.pdf', bytes: writePdf([headed], { isPacked: true }) },
    { name: 'a.pdf', bytes: office('locked.pdf'), isSetAside: true },
  ],
  docx: async () => [
    { name: 'a.docx', bytes: keepMembers('notes.docx', words) },
    { name: 'a.docx', bytes: keepMembers('english.docx', words) },
  ],
  pptx: async () => [{ name: 'a.pptx', bytes: keepMembers('slides.pptx', slides) }],
  xlsx: async () => [{ name: 'a.xlsx', bytes: keepMembers('sheets.xlsx', /^(?!xl\/theme)/) }],
  epub: async () => [{ name: 'a.epub', bytes: office('book.epub') }],
  odt: async () => [{ name: 'a.odt', bytes: office('notes.odt') }],
  odp: async () => [{ name: 'a.odp', bytes: keepMembers('slides.odp', open) }],
  ods: async () => [{ name: 'a.ods', bytes: keepMembers('sheets.ods', open) }],
};
