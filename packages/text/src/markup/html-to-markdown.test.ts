import { describe, expect, it } from 'vitest';
import { htmlToMarkdown } from './html-to-markdown.ts';

const page = `<!doctype html><html><head><title>Guide | Site</title><style>p{}</style></head><body>
<header><nav><a href="/">Home</a></nav></header>
<div class="sidebar"><ul><li><a>a</a></li></ul></div>
<main>
<h1>The guide <a class="headerlink" href="#g">¶</a></h1>
<p>First   paragraph with <a href="x">a link</a>,<br>a second line and <code>co  de</code>.</p>
<h2>中文标题</h2>
<p>这是一个
段落。</p>
<ul><li>one<ul><li>nested</li></ul></li><li><p>two</p></li></ul>
<ol start="3"><li>three</li></ol>
<pre><code class="language-js">const a = 1;

  indented();
</code></pre>
<table><thead><tr><th>k</th><th>v</th></tr></thead><tbody><tr><td>a|b</td><td>1</td></tr><tr><td></td><td></td></tr></tbody></table>
<blockquote><p>quoted</p></blockquote>
<dl><dt>term</dt><dd>meaning</dd></dl>
<p># not a heading</p>
<p hidden>hidden</p><button>Press</button><script>alert(1)</script>
</main><footer>Imprint</footer></body></html>`;

describe('htmlToMarkdown', () => {
  it('keeps title, headings, lists, tables and code, and drops the rest', () => {
    const { text, title } = htmlToMarkdown(page);
    expect(title).toBe('The guide');
    expect(text).toBe(`# The guide

First paragraph with a link,
a second line and \`co de\`.

## 中文标题

这是一个段落。

- one
  - nested
- two

3. three

\`\`\`js
const a = 1;

  indented();
\`\`\`

| k | v |
| --- | --- |
| a\\|b | 1 |

> quoted

- term
  meaning

\\# not a heading`);
  });

  it('keeps text that stands in a list and in no item', () => {
    const list = (tag: string) =>
      `<${tag}>Before <b>all</b>.<li>one</li><!-- no --> between <nav>Home</nav><li>two<ul># within<li>deep</li></ul></li>after</${tag}>`;
    expect(htmlToMarkdown(list('ul'), 'piece').text.trimStart()).toBe(`Before all.
- one
  between
- two
    \\# within
  - deep
  after`);
    expect(htmlToMarkdown(list('ol'), 'piece').text.trimStart()).toBe(`Before all.
1. one
   between
2. two
     \\# within
   - deep
   after`);
    expect(
      htmlToMarkdown('<dl>Before.<dt>term</dt>between<dd>meaning</dd>after</dl>').text.trimStart(),
    ).toBe(`Before.
- term
  between
  meaning
  after`);
  });

  it('takes the title of the page where there is no main heading', () => {
    expect(htmlToMarkdown('<title>Guide - Site</title><p>x</p>').title).toBe('Guide');
    expect(htmlToMarkdown('<p>x</p>').title).toBeUndefined();
  });

  it('reads tables that lay out a page as text', () => {
    expect(htmlToMarkdown('<table><tr><td><h2>A</h2><p>b</p></td></tr></table>').text).toBe('## A\n\nb');
  });

  it('drops lists of links outside the main part', () => {
    const links = Array.from({ length: 6 }, (_, at) => `<li><a href="#">Page ${at}</a></li>`).join('');
    expect(htmlToMarkdown(`<ul>${links}</ul><p>Text.</p>`).text).toBe('Text.');
  });

  it('refuses trees that are too deep, quickly', () => {
    expect(() => htmlToMarkdown('<div>'.repeat(100_000))).toThrowError(
      expect.objectContaining({ reason: 'too-deep' }),
    );
    expect(() => htmlToMarkdown(`<p>${'<b a>'.repeat(100_000)}`)).toThrowError(
      expect.objectContaining({ reason: 'too-deep' }),
    );
  });

  it('takes a page of very many paragraphs', () => {
    const page = `<div>${'<p>Some words.</p>'.repeat(150_000)}</div><table>${'<tr><td>a</td><td>b</td></tr>'.repeat(100)}</table>`;
    expect(htmlToMarkdown(page).text.length).toBeGreaterThan(150_000 * 12);
  });

  it('survives broken markup', () => {
    expect(htmlToMarkdown('<p>a<p>b</i></div><table><td>c').text).toContain('a\n\nb');
  });
});

it("a comment in a listing is no title, and a manual's page links are no text", () => {
  const page =
    '<title>6.2. The apt command</title><table class="navheader"><tr><td>Next</td></tr></table>' +
    `<h2>6.2. The apt command</h2><p>${'It installs what is asked for. '.repeat(4)}</p><pre># apt install nano</pre>`;
  const { title, text } = htmlToMarkdown(page);
  expect(title).toBe('6.2. The apt command');
  expect(text).not.toContain('Next');
});

describe('what took days and gigabytes', () => {
  it('renders lists in lists without items once each', () => {
    expect(htmlToMarkdown(`${'<ol>'.repeat(120)}<li>x`).text.trim()).toBe('1. x');
  });

  it('indents quotes and lists to a bound', () => {
    const { text } = htmlToMarkdown(`${'<blockquote><ul><li>'.repeat(150)}${'a<br>'.repeat(10_000)}`);
    expect(text.length).toBeLessThan(1_500_000);
    expect(text.match(/^(?:> |- | {2})*a$/gm)).toHaveLength(10_000);
  });
});
