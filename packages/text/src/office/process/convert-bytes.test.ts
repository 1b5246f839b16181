import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { ConvertedText, OfficeFormat } from '../records/conversion.ts';
import { convertBytes } from './convert-bytes.ts';

const fixtures = new URL('../__fixtures__/', import.meta.url);
const readFixture = (name: string) => readFileSync(new URL(name, fixtures));
const formatOf = (name: string) => name.split('.').at(-1) as OfficeFormat;
const encode = (text: string) => new TextEncoder().encode(text);

async function convert(name: string): Promise<ConvertedText & { text: string; parts: string[] }> {
  const result = await convertBytes(readFixture(name), formatOf(name));
  if (result.kind !== 'text') throw new Error(`${name}: ${result.reason}: ${result.detail}`);
  const starts = result.pages?.map(({ start }) => start) ?? [0];
  const decode = (start?: number, end?: number) =>
    new TextDecoder().decode(result.bytes.subarray(start, end));
  return {
    ...result,
    text: decode(),
    parts: starts.map((start, place) => decode(start, starts[place + 1]).trim()),
  };
}

/** Words as `tools/compare_office.py` counts them. */
function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const words = /[\u3400-\u9fff\u3040-\u30ff]|[^\P{Alphabetic}\u3400-\u9fff\u3040-\u30ff]+|\p{Number}+/gu;
  for (const [word] of text.normalize('NFKC').toLowerCase().matchAll(words)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

const expectedWords = JSON.parse(readFixture('words.json').toString()) as Record<string, string>;

test.each(Object.entries(expectedWords).filter(([, words]) => words !== ''))(
  '%s has the words that another reader finds in it',
  async (name, words) => {
    const found = countWords((await convert(name)).text);
    const expected = [...countWords(words)];
    const number = expected.reduce((sum, [, count]) => sum + count, 0);
    const numFound = expected.reduce((sum, [word, count]) => sum + Math.min(count, found.get(word) ?? 0), 0);
    expect(numFound / number).toBeGreaterThan(0.98);
  },
);

describe('Word', () => {
  test('headings, lists, tables, formulas; tracked changes accepted, hidden words left out', async () => {
    const { text, title, language, date, pages } = await convert('english.docx');
    expect({ title, language, date, pages }).toEqual({
      title: 'The Harbour',
      language: 'en-GB',
      date: '2024-05-17',
      pages: undefined,
    });
    expect(text).toContain('# The Harbour\n\n# 1921\n\nThe harbour was');
    expect(text).toContain('in the archive. inserted words\n\n## Dredging\n\n- The');
    expect(text).toContain('\n\n1. A dredger');
    expect(text).toContain(
      '| Year | Stage \\| part | Cost |\n| --- | --- | --- |\n| 1921 | Dredging | 12.5 |',
    );
    expect(text).toContain('\\# no heading, x\na+b');
    expect(text).not.toMatch(/deleted|hidden/);
  });

  test.each(['notes.docx', 'notes.odt'])('notes and nested lists: %s', async (name) => {
    const { text, title } = await convert(name);
    expect(title).toBe('Notes 注释');
    expect(text).toMatch(
      /^# Notes 注释\n\nThe first loan\[\^1\] was the largest\.\n\n1\. The harbour[^\n]+\n {3}- 这座/,
    );
    expect(text).toMatch(/\n2\. Engineers[^\n]+\n {3}- 这座[^\n]+\n\n\[\^1\]: Repaid in 1951\.$/);
  });
});

test.each(['slides.pptx', 'slides.odp'])(
  'a slide is a page, its title first, its notes last: %s',
  async (name) => {
    const { parts } = await convert(name);
    expect(parts).toHaveLength(2);
    expect(parts[0]).toMatch(
      /^## Three stages 三期工程\n\n- The harbour[^\n]+\n {3}- 这座[^\n]+\n\n> Say that/,
    );
    expect(parts[1]).toMatch(
      /^## Costs\n\n\| Year \| Cost \|\n\| --- \| --- \|\n\| 1921 \| 12\.5 \|\n\nA dredger/,
    );
  },
);

test.each(['sheets.xlsx', 'sheets.ods'])('a sheet is a page of tables, dates are dates: %s', async (name) => {
  const { parts } = await convert(name);
  expect(parts).toHaveLength(3);
  expect(parts[0]).toContain('## Loans\n\n| Lender | Paid | Share | Sum |\n| --- | --- | --- | --- |');
  expect(parts[0]).toContain('| First Bank | 1921-03-14 | 12.5% | 1250000.1 |');
  expect(parts[0]).toMatch(/\| 贷款 \\\| 银行 \| 1934-12-01 09:30 \| 87\.5% \| 0\.3 \|\n\nSums in pounds\.$/);
  expect(parts[1]).toMatch(
    /^## 潮汐\n\n\| Hour \| Height \|\n\| --- \| --- \|\n\| 0?6:15(:00)? \| 3\.25 \|\n\nTRUE$/,
  );
});

test('a chapter of a book is a page', async () => {
  const { parts, title, language, date } = await convert('book.epub');
  expect({ title, language, date }).toEqual({
    title: 'The Harbour 港口',
    language: 'en',
    date: '2024-05-17',
  });
  expect(parts).toHaveLength(2);
  expect(parts[1]).toMatch(/^# 疏浚\n\n这座[^\n]+\n\n工程师们[^\n]+\n\n- 每年[^\n]+\n- 如今/);
});

describe('PDF', () => {
  test('two columns are read one after the other; divided words are whole, running heads gone', async () => {
    const { text, parts, title } = await convert('columns.pdf');
    expect(title).toBe('Silt, Loans and Three Stages of Building');
    expect(parts).toHaveLength(4);
    expect(parts[0]).toMatch(
      /^# Silt, Loans and Three Stages of Building\n\nPage 1 column 1[^\n]+\n\nCranes [^\n]+\n\nPage 1 column 2/,
    );
    expect(parts[3]).toContain('in which a divided word is made whole and a well-known one keeps its hyphen');
    expect(text).not.toContain('Journal of Harbours');
    expect(text).not.toMatch(/^\d$/m);
  });

  test('Chinese lines meet without blanks', async () => {
    const { text } = await convert('chinese.pdf');
    expect(text).toContain('工程师们在确定码头高度之前测量了两年潮汐，他们的观测表至今保存在档案馆里。');
    expect(text).toContain('| 1921 | 疏浚工程 | 12.5 |');
  });

  test.each(['song.pdf', 'song-vertical.pdf'])('fonts that are not in the file: %s', async (name) => {
    expect((await convert(name)).text).toBe(
      '这座港口在一九二一年至一九三四年间分三期重建，每一期工程都由单独的贷款支付。' +
        '工程师们在确定码头高度之前测量了两年潮汐，他们的观测表至今保存在档案馆里。',
    );
  });

  test('vertical lines are read from the right', async () => {
    const { text } = await convert('vertical.pdf');
    expect(text).toMatch(/^这座港口在一九二一年.*每天往返海湾四十次。$/);
  });
});

test('the same bytes give the same text', async () => {
  for (const name of ['columns.pdf', 'slides.pptx']) {
    expect((await convert(name)).bytes).toEqual((await convert(name)).bytes);
  }
});

describe('what is refused, with its reason', () => {
  const xml = (text: string) => zipSync({ 'content.xml': encode(text) });
  const compound = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.from('EncryptedPackage', 'utf16le'),
  ]);
  const bomb = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(99)}"><!ENTITY b "&a;&a;">]><x>&b;</x>`;
  test.each<[string, Uint8Array, OfficeFormat, string]>([
    ['a password', readFixture('locked.pdf'), 'pdf', 'encrypted'],
    ['a picture', readFixture('scan.pdf'), 'pdf', 'no-text'],
    ['no PDF', encode('nothing'), 'pdf', 'damaged'],
    ['half a PDF', readFixture('chinese.pdf').subarray(0, 900), 'pdf', 'damaged'],
    ['a package with a password', compound, 'docx', 'encrypted'],
    ['Office 97', compound.subarray(0, 8), 'docx', 'damaged'],
    ['no package', encode('nothing'), 'docx', 'damaged'],
    ['half a package', readFixture('english.docx').subarray(0, 9000), 'docx', 'damaged'],
    ['another package', readFixture('english.docx'), 'epub', 'damaged'],
    ['entities that swell', xml(bomb), 'odt', 'damaged'],
    ['elements too deep', xml('<x>'.repeat(2000)), 'odt', 'too-complex'],
    ['no text', xml('<o><body><text/></body></o>'), 'odt', 'no-text'],
    ['a bomb', zipSync({ 'content.xml': new Uint8Array(17 * 1024 ** 2) }), 'odt', 'decompression-bomb'],
  ])('%s', async (_, bytes, format, reason) => {
    expect(await convertBytes(bytes, format)).toMatchObject({ kind: 'set-aside', reason });
  });
});
