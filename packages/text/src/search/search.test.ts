import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSearchIndex } from './build-search-index.ts';
import { querySearchIndex } from './query-search-index.ts';
import type { SearchEntry } from './search-index.ts';
import { loadSearchIndex, serialiseSearchIndex } from './serialise-search-index.ts';
import { tokenise } from './tokenise.ts';

const terms = (text: string) => tokenise(text).map(({ term }) => term);

const entries: SearchEntry[] = [
  {
    id: 'install',
    title: 'Chalk',
    headings: ['Chalk', 'Install'],
    text: 'Run npm install chalk in your project.',
  },
  {
    id: 'colours',
    title: 'Chalk',
    headings: ['Chalk', 'Colours'],
    text: 'Names of the colours for strings in the terminal.',
  },
  {
    id: 'reading',
    title: 'fs-extra',
    headings: ['fs-extra', 'readJson'],
    text: 'Reads a JSON file with `fs.readFile` and parses it.',
  },
  {
    id: 'backup',
    title: '部署手册',
    headings: ['部署手册', '如何备份数据？'],
    text: '系统每天自动备份元数据，管理员也可以手动执行 starship backup 命令。',
  },
  {
    id: 'travel',
    title: '差旅管理办法',
    headings: ['报销标准', '住宿费'],
    text: '一线城市每天不超过五百元，其他城市每天不超过三百五十元。',
  },
  {
    id: 'memory',
    title: '部署手册',
    headings: ['常见问题'],
    text: '请把 worker.memory 调到物理内存的百分之七十以下，然后重新启动服务。',
  },
  { id: 'japanese', title: 'ガイド', headings: ['設定'], text: 'サーバーの設定ファイルを編集します。' },
];
const index = buildSearchIndex(entries);
const best = (query: string) => querySearchIndex(index, query).map(({ id }) => id)[0];

describe('tokenise', () => {
  it('stems English and folds case, width and accents', () => {
    expect(terms('Installing INSTALLED installs')).toEqual(['instal', 'instal', 'instal']);
    expect(terms('Ｃａｆé café')).toEqual(['cafe', 'cafe']);
  });

  it('gives identifiers and their parts', () => {
    expect(terms('readFileSync')).toEqual(['readfilesync', 'read', 'file', 'sync']);
    expect(terms('MAX_TOKENS HTTPServer v2')).toEqual([
      'maxtoken',
      'max',
      'token',
      'httpserver',
      'http',
      'server',
      'v2',
    ]);
    expect(terms('C++ c# node.js')).toEqual(['c++', 'c#', 'node', 'js']);
  });

  it('segments Chinese, also between Latin words', () => {
    expect(terms('使用Node.js安装中文分词')).toEqual(
      expect.arrayContaining(['使用', 'node', 'js', '安装', '中文', '分词']),
    );
  });

  it('pairs characters of other scripts without spaces', () => {
    expect(terms('サーバー')).toEqual(['サー', 'ーバ', 'バー']);
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void tokenise(text)));
  });
});

describe('querySearchIndex', () => {
  it.each([
    ['How do I install chalk?', 'install'],
    ['colored strings terminal colours', 'colours'],
    ['read a json file', 'reading'],
    ['readfile', 'reading'],
    ['怎样备份数据', 'backup'],
    ['出差住宿费标准', 'travel'],
    ['starship 备份', 'backup'],
    ['内存 memory 设置', 'memory'],
    ['設定ファイル', 'japanese'],
  ])('%s', (query, id) => expect(best(query)).toBe(id));

  it('says which words were found', () => {
    expect(querySearchIndex(index, 'installing Chalk 数据')[0]?.matchedTerms).toEqual([
      'installing',
      'chalk',
    ]);
  });

  it('finds nothing for unknown words, and something for stop words alone', () => {
    expect(querySearchIndex(index, 'zzz qqq')).toEqual([]);
    expect(querySearchIndex(index, '')).toEqual([]);
    expect(querySearchIndex(index, 'in the').length).toBeGreaterThan(0);
    expect(querySearchIndex(buildSearchIndex([]), 'install')).toEqual([]);
  });

  it('orders by falling score, keeps ties in order, and takes a limit', () => {
    const same = buildSearchIndex(
      ['x', 'y', 'z'].map((id) => ({ id, title: '', headings: [], text: 'alpha beta' })),
    );
    expect(querySearchIndex(same, 'alpha').map(({ id }) => id)).toEqual(['x', 'y', 'z']);
    expect(querySearchIndex(same, 'alpha', { limit: 2 })).toHaveLength(2);
    const scores = querySearchIndex(index, 'chalk install colours').map(({ score }) => score);
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
  });

  it('agrees with BM25 computed entry by entry', () => {
    const word = fc.constantFrom('alpha', 'beta', 'gamma', 'delta');
    const texts = fc.array(fc.array(word, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(texts, word, (lists, asked) => {
        const built = buildSearchIndex(
          lists.map((list, at) => ({ id: String(at), title: '', headings: [], text: list.join(' ') })),
        );
        const average = lists.reduce((sum, list) => sum + list.length, 0) / lists.length;
        const numFound = lists.filter((list) => list.includes(asked)).length;
        const rarity = Math.log(1 + (lists.length - numFound + 0.5) / (numFound + 0.5));
        for (const { id, score } of querySearchIndex(built, asked, { limit: 100 })) {
          const list = lists[Number(id)] ?? [];
          const frequency = list.filter((item) => item === asked).length;
          const norm = 1.2 * (0.25 + (0.75 * list.length) / average);
          expect(score).toBeCloseTo((rarity * frequency * 2.2) / (frequency + norm), 4);
        }
        expect(querySearchIndex(built, asked, { limit: 100 })).toHaveLength(numFound);
      }),
    );
  });

  it('answers over 10,000 passages in less than 20 ms', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({
      id: String(at),
      title: `Document ${at % 300}`,
      headings: [`Part ${at % 17}`],
      text: `The server reads setting number${at % 997} and ${entries[at % entries.length]?.text} 服务器第${at}条配置说明 `.repeat(
        3,
      ),
    }));
    const large = buildSearchIndex(many);
    const queries = [
      'server setting number5',
      '服务器配置说明',
      'install chalk colours',
      '住宿费 标准 server',
    ];
    for (const query of queries) {
      const times = [1, 2, 3, 4, 5].map(() => {
        const started = performance.now();
        expect(querySearchIndex(large, query)).toHaveLength(10);
        return performance.now() - started;
      });
      expect(Math.min(...times), query).toBeLessThan(20);
    }
  });
});

describe('the files of a search index', () => {
  it('give the same index back, and the same bytes again', () => {
    const files = serialiseSearchIndex(index);
    expect(loadSearchIndex(files)).toEqual(index);
    expect(serialiseSearchIndex(loadSearchIndex(files))).toEqual(files);
    expect(serialiseSearchIndex(buildSearchIndex(entries))).toEqual(files);
  });

  it('are refused where they are damaged, with a remedy', () => {
    const files = serialiseSearchIndex(index);
    const broken = [
      { ...files, 'postings.bin': files['postings.bin'].subarray(1) },
      { ...files, 'terms.json': Buffer.from('[') },
      { ...files, 'ids.json': Buffer.from('[1]') },
      { ...files, 'index.json': Buffer.from('{"format":"slipway-search","version":2}') },
      { ...files, 'index.json': Buffer.from('null') },
    ];
    const outside = Buffer.from(files['postings.bin']);
    outside.fill(0xff, (index.terms.length + 1 + index.ids.length) * 4);
    for (const bad of [...broken, { ...files, 'postings.bin': outside }]) {
      expect(() => loadSearchIndex(bad)).toThrowError(
        expect.objectContaining({ code: 'text-index-invalid', hint: expect.any(String) }),
      );
    }
  });
});
