import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { textOf } from '../markup/html-noise.ts';
import { htmlToMarkdown } from '../markup/html-to-markdown.ts';
import { parseHtml } from '../markup/parse-html.ts';
import { type BlockReader, blockFields, createBlockReader, numBlockFields } from './block-table.ts';
import { createPageExtractor, type PageExtractor } from './extract-html.ts';
import { makeCharacterTable, makeTagTable, makeWordTable } from './html-vocabulary.ts';

let kernels: Kernels;
let extractor: PageExtractor;
let reader: BlockReader;
beforeAll(async () => {
  kernels = await loadKernels();
  extractor = createPageExtractor(kernels);
  reader = createBlockReader(kernels);
});

function withPage<Result>(
  html: string | Uint8Array,
  use: (pointer: number, length: number) => Result,
): Result {
  const bytes = typeof html === 'string' ? new TextEncoder().encode(html) : html;
  const mark = kernels.mark();
  const pointer = kernels.reserve(bytes.length);
  kernels.bytes().fill(0x3c, pointer + bytes.length, pointer + bytes.length + 16);
  kernels.bytes().set(bytes, pointer);
  const result = use(pointer, bytes.length);
  kernels.release(mark);
  return result;
}

const read = (pointer: number, length: number) =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
    kernels.bytes().slice(pointer, pointer + length),
  );

function extract(html: string) {
  return withPage(html, (at, length) => {
    const page = extractor.extract(at, length);
    if (page.kind !== 'page') return page;
    const { title, date, address, language } = page;
    return { text: read(page.pointer, page.length), title, date, address, language };
  });
}

/** The text of all blocks, noise included. */
function blocksOf(html: string | Uint8Array): string[] {
  return withPage(html, (at, length) => {
    const page = reader.read(at, length);
    if (page === undefined) return [];
    return Array.from({ length: page.numBlocks }, (_, block) => {
      const field = (place: number) => page.fields[block * numBlockFields + place] ?? 0;
      const start = field(blockFields.start);
      return Buffer.from(
        kernels.bytes().slice(page.text + start, page.text + field(blockFields.end)),
      ).toString();
    });
  });
}

const prose =
  'A paragraph that is long enough to be held good by itself, with a few more words to be on the safe side of it.';
const page = `<!doctype html><html lang="en"><head><title>A page &amp; more - Site</title>
<meta property="article:published_time" content="2026-01-02"><link rel=canonical href="https://x.example/a"></head>
<body class="has-sidebar"><nav><ul><li><a href=/>Home</a><li><a href=/b>About</a></ul></nav>
<div class="sidebar"><p>${prose}</p></div><div id="content"><h1>Big &ldquo;title&rdquo;</h1>
<p>${prose} With <code>a &lt;b&gt;</code> and <a href="/y">a link</a>.</p>
<ul><li>One<li>Two <ul><li>Inner</ul><li>Three</ul><ol start=3><li>Three<p>more</p></li><li>Four</ol>
<pre>\nint main() {\n  return a &lt; b;\n}</pre><blockquote>Quoted<br>twice</blockquote>
<table><tr><th>A<th>B<tr><td>1<td>2 | 3<tr><td><td>only b</table><p># ${prose}</p>
<h2>Next</h2><p>我们在
这里说明如何安装和使用这个软件，请先阅读文档，然后运行命令。请先阅读文档，然后运行命令。${'再来一次。'.repeat(4)}</p>
</div><footer>Copyright ${prose}</footer><script>var a="</p>";</script></body></html>`;

test('gives the reading matter as Markdown and what the head says', () => {
  expect(extract(page)).toEqual({
    title: 'Big “title”',
    date: '2026-01-02',
    address: 'https://x.example/a',
    language: 'en',
    text: [
      '# Big “title”',
      `${prose} With \`a <b>\` and a link.`,
      '- One\n- Two\n  - Inner\n- Three\n3. Three\n   more\n4. Four',
      '```\nint main() {\n  return a < b;\n}\n```',
      '> Quoted\n> twice',
      '| A | B |\n| --- | --- |\n| 1 | 2 \\| 3 |\n|  | only b |',
      `\\# ${prose}`,
      '## Next',
      `我们在这里说明如何安装和使用这个软件，请先阅读文档，然后运行命令。请先阅读文档，然后运行命令。${'再来一次。'.repeat(4)}`,
    ].join('\n\n'),
  });
});

test.each(['ul', 'ol', 'dl'])('text directly in a %s is kept, as where a page is read whole', (tag) => {
  const [item, other] = tag === 'dl' ? ['dt', 'dd'] : ['li', 'li'];
  const html = `<p>${prose}</p><${tag}>Before.<${item}>One</${item}>between<${other}>Two</${other}>after</${tag}><p>${prose}</p>`;
  const words = (text: string | undefined) => text?.replace(/[^A-Za-z]+/g, ' ');
  const [found] = [extract(html)].map((made) => ('text' in made ? words(made.text) : undefined));
  expect(found).toContain('Before One between Two after');
  expect(found).toBe(words(htmlToMarkdown(html).text));
});

test('takes only the main part where there is one, and short blocks with it', () => {
  const html = `<div><p>${prose}</p></div><main><p>Short.</p><p>${prose}</p><aside>Not this.</aside></main><p>${prose} No.</p>`;
  expect(extract(html)).toMatchObject({ text: `Short.\n\n${prose}` });
});

test('lists of links, hidden parts and comments are left out', () => {
  const links = '<li><a href="/a">One link</a></li>'.repeat(8);
  const html = `<ul>${links}</ul><p>${prose}</p><div style="display: none">${prose} x</div><div hidden>y</div><!-- ${prose} --><p>${prose}</p>`;
  expect(extract(html)).toMatchObject({ text: `${prose}\n\n${prose}` });
});

test('a page without text is empty, one with too little to choose from is taken whole', () => {
  expect(extract('<script>1</script>')).toMatchObject({ reason: 'empty' });
  expect(extract('<p>Hello.</p>')).toMatchObject({ text: 'Hello.' });
});

test('the names of the vocabulary have hashes of their own', () => {
  for (const make of [makeTagTable, makeWordTable, makeCharacterTable]) expect(make).not.toThrow();
});

const words = fc.constantFrom(
  'one',
  'two &amp; three',
  'é&eacute;',
  '我们',
  '&#x41;&#66;',
  'a  b\n c',
  '&unknown; &',
  'x&nbsp;y',
);
const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    words,
    fc
      .tuple(
        fc.constantFrom(
          'div',
          'p',
          'h2',
          'ul',
          'section',
          'blockquote',
          'b',
          'span',
          'a href="?a>b"',
          "div title='>'",
          'em',
        ),
        fc.array(tie('element'), { maxLength: 4 }),
      )
      .map(([tag, inner]) => `<${tag}>${inner.join('<!-- > -->')}</${tag.split(' ')[0]}>`),
  ),
}));

/** Words in order, as both see them: without blanks, since inline elements join words in one and not the other. */
const letters = (text: string) => text.replace(/[\s\u00a0]+/g, '');

test('reads the same text as a parser of the standard, whatever the nesting', () => {
  fc.assert(
    fc.property(fc.array(element, { maxLength: 6 }), (parts) => {
      const html = parts.join(' ');
      expect(letters(blocksOf(html).join(' '))).toBe(letters(textOf(parseHtml(html, 'page'))));
    }),
    { numRuns: 150 },
  );
});

const soup = fc.constantFrom(
  ...[
    '<',
    '>',
    '</',
    '<p',
    '<div class="',
    '"',
    "'",
    '=',
    '<!--',
    '-->',
    '<!',
    '<?',
    '&',
    '&#',
    '&#x',
    ';',
    '<table>',
    '<tr>',
  ],
  ...[
    '<td>',
    '</td>',
    '<li>',
    '<ol start=',
    '9',
    '<pre>',
    '</pre>',
    '<code>',
    '</code>',
    '<br/>',
    '<a href=x>',
    '</a>',
    '<title>',
  ],
  ...[
    '<script>',
    '</script',
    '<h1>',
    '</h1>',
    '<blockquote>',
    'text ',
    'é',
    '我',
    '\n',
    '<meta name=date content=',
    '`',
    '|',
    '#',
  ],
);

test('any soup of tags gives UTF-8, the same whatever stands behind it, and keeps no memory', () => {
  fc.assert(
    fc.property(fc.array(soup, { maxLength: 60 }), (parts) => {
      const mark = kernels.mark();
      const first = extract(parts.join(''));
      kernels.bytes().fill(0x41, mark, mark + 4096);
      expect(extract(parts.join(''))).toEqual(first);
      expect(kernels.mark()).toBe(mark);
    }),
    { numRuns: 400 },
  );
});

test('deep nesting and unclosed tags take linear time and bounded room', () => {
  const deep = `${'<div>'.repeat(200_000)}${prose}${'<b>'.repeat(100_000)}${'<li>x'.repeat(50_000)}`;
  expect(extract(deep)).toMatchObject({ text: expect.stringContaining(prose) });
  expect(extract('<p>x'.repeat(300_000))).toMatchObject({ reason: 'too-complex' });
});
