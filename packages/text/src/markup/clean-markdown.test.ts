import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseText } from '../normalise/normalise-text.ts';
import { cleanMarkdown } from './clean-markdown.ts';
import { hideCodeSpans } from './hide-code-spans.ts';
import { plainHeading } from './plain-heading.ts';

const clean = (text: string) => cleanMarkdown(normaliseText(text)).text;

describe('cleanMarkdown', () => {
  it('keeps what is read and takes off what is not', () => {
    const text = `---
title: "My tool"
---
<p align="center"><img src="logo.png" alt="logo"></p>

[![build](https://x/y.svg)](https://x) [![npm](https://x/z.svg)][npm]

[Docs](https://d) | [API](https://a) | English

My *tool*[^1]
=====

Reads [files](https://f "title") and [folders][npm] &amp; more. <!-- hidden
still hidden -->Use \`[a](b)\` or <kbd>Ctrl</kbd>.

- [Install](#install)
- [Usage](#usage)

## Install ##

\`\`\`sh
npm i [x](y) <!-- kept -->
\`\`\`

***

    [indented](code)

| a | b |
|---|---|
| ![x](y) | [c](d) |

> [!NOTE]
> Mind the gap.

[npm]: https://npm
[^1]: A footnote.
`;
    const { text: found, title } = cleanMarkdown(normaliseText(text));
    expect(title).toBe('My tool');
    expect(found).toBe(`# My *tool*

Reads files and folders & more.
Use \`[a](b)\` or \`Ctrl\`.

## Install

\`\`\`sh
npm i [x](y) <!-- kept -->
\`\`\`

    [indented](code)

| a | b |
|---|---|
|  | c |

> Note:
> Mind the gap.

[^1]: A footnote.`);
  });

  it('turns HTML headings, lists and tables into Markdown', () => {
    const text =
      '<h1 align="center"><img src="x"> Tool</h1>\n\n<ul><li>one</li><li>two <b>2</b></li></ul>\n\n<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>';
    expect(clean(text)).toBe('# Tool\n\n- one\n- two 2\n\n| a | b |\n| --- | --- |\n| 1 | 2 |');
    expect(cleanMarkdown(text).title).toBe('Tool');
  });

  it('leaves type parameters and place holders alone', () => {
    expect(clean('Returns Promise<string> or <your-name>, a < b > c')).toBe(
      'Returns Promise<string> or <your-name>, a < b > c',
    );
  });

  it('does not let an unclosed comment or fence swallow what is before it', () => {
    expect(clean('a <!-- b\n\nc')).toBe('a <!-- b\n\nc');
    expect(clean('a\n\n```\n<b>c</b>')).toBe('a\n\n```\n<b>c</b>');
  });

  it('names no document after a heading that any document has', () => {
    expect(cleanMarkdown('# Usage\n\ntext').title).toBeUndefined();
    expect(cleanMarkdown('## Only a part\n\ntext').title).toBeUndefined();
  });

  it('is stable: cleaning clean text changes nothing in ordinary Markdown', () => {
    const line = fc.constantFrom(
      '# Title',
      '## `code` part',
      'Some *text* with `code`.',
      '- item',
      '  - nested',
      '1. one',
      '> quote',
      '',
      '```js',
      '```',
      'a | b',
      '    indented',
      '中文段落。',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const once = clean(lines.join('\n'));
        expect(clean(once)).toBe(once);
      }),
    );
  });

  it('runs in linear time on hostile lines', () => {
    for (const piece of [
      '[',
      '![',
      '](',
      '`',
      '<!--',
      '<a ',
      '[a](',
      '**',
      '<h1>',
      '[a][b]',
      '| ',
      '> ',
      '(((',
    ]) {
      const started = performance.now();
      clean(`${piece.repeat(Math.floor(90_000 / piece.length))}\n\nend`);
      expect(performance.now() - started, piece).toBeLessThan(3000);
    }
  });
});

describe('hideCodeSpans', () => {
  it('gives the paragraph back', () => {
    const text = fc
      .array(fc.constantFrom('`', '``', '```', 'a', ' ', '\n'), { maxLength: 40 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, (paragraph) => {
        const hidden = hideCodeSpans(paragraph);
        expect(hidden.restore(hidden.text)).toBe(paragraph);
      }),
    );
  });
});

describe('plainHeading', () => {
  it.each([
    ['## **Bold** `code` ##', 'Bold code'],
    ['🚀 Getting started:', 'Getting started'],
    ['snake_case_name', 'snake_case_name'],
    ['1\\. One {#anchor}', '1. One'],
    ['_Italic_ &amp; more', 'Italic & more'],
    ['安装：', '安装'],
  ])('%s', (heading, words) => expect(plainHeading(heading)).toBe(words));
});
