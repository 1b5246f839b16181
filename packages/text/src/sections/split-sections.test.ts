import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSections } from './split-sections.ts';

const line = fc.constantFrom(
  '# A',
  '## B',
  '### `c()`',
  '#### D',
  'text',
  '',
  '```',
  '# in code?',
  '- item',
  '标题',
  '一、概述',
  '====',
  '1.2 Scope',
  '第一章 总则',
);
const markdown = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n'));

describe('splitSections', () => {
  it('covers the text without gap or overlap', () => {
    fc.assert(
      fc.property(markdown, fc.constantFrom('markdown' as const, 'text' as const), (text, format) => {
        const sections = splitSections(text, format);
        expect(sections.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
        for (const { start, bodyStart, end, headings, level } of sections) {
          expect(start).toBeLessThan(end);
          expect(bodyStart >= start && bodyStart <= end).toBe(true);
          expect(headings.length).toBeLessThanOrEqual(level);
        }
      }),
    );
  });

  it('gives each section the path of its headings', () => {
    const text = 'lead\n# A\na\n### C\n\n```\n# no\n```\n## B\nb';
    expect(
      splitSections(text, 'markdown').map(({ headings, start, bodyStart, end }) => [
        headings,
        text.slice(start, bodyStart),
        text.slice(bodyStart, end),
      ]),
    ).toEqual([
      [[], '', 'lead\n'],
      [['A'], '# A\n', 'a\n'],
      [['A', 'C'], '### C\n', '\n```\n# no\n```\n'],
      [['A', 'B'], '## B\n', 'b'],
    ]);
  });

  it('finds the headings of plain text', () => {
    const text =
      '第一章 总则\n第一条 说明。\n\n一、范围\n\n适用于全体员工。\n\n2.1 Scope\n\nIt is wide.\n\nTitle\n=====\nbody\n\nWARRANTY\n\nnone';
    expect(splitSections(text, 'text').map(({ headings }) => headings.at(-1))).toEqual([
      '第一章 总则',
      '一、范围',
      '2.1 Scope',
      'Title',
      'WARRANTY',
    ]);
    expect(splitSections(text, 'markdown')).toHaveLength(1);
  });

  it('has none for no text', () => expect(splitSections('', 'text')).toEqual([]));
});
