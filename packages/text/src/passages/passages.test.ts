import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWeight } from '../sentences/text-weight.ts';
import { cutPassages } from './cut-passages.ts';
import { splitUnits } from './split-units.ts';

const line = fc.constantFrom(
  '# A',
  '## B',
  '### c',
  '#### d',
  '',
  '',
  '```js',
  '```',
  'const x = 1; // some code here',
  'A sentence of some length. And another one!',
  '这是一个中文句子，用来测试分段。还有一句！',
  '- an item of a list',
  '| a | b |',
  '    indented code',
  'x'.repeat(120),
  '😀😀😀',
  'lead in:',
);
const markdown = fc.array(line, { maxLength: 60 }).map((lines) => lines.join('\n'));
const document = (text: string) => ({
  document: 'sha256:0',
  path: 'a.md',
  title: 'T',
  format: 'markdown' as const,
  text,
});

describe('cutPassages', () => {
  it('gives spans that slice to the text, in order, within the bound', () => {
    fc.assert(
      fc.property(markdown, fc.integer({ min: 30, max: 900 }), (text, maxWeight) => {
        let last = 0;
        for (const passage of cutPassages(document(text), { language: 'en', maxWeight })) {
          expect(text.slice(passage.start, passage.end)).toBe(passage.text);
          expect(passage.start).toBeGreaterThanOrEqual(last);
          expect(textWeight(passage.text)).toBeLessThanOrEqual(maxWeight);
          expect(passage.text).not.toMatch(/^\n|\s$/);
          last = passage.end;
        }
      }),
    );
  });

  it('loses no line of prose, not even a last short sentence that is cut off', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const found = cutPassages(document(text), { language: 'en', maxWeight: 200 })
          .map((passage) => passage.text)
          .join('\n');
        const count = (all: string, part: string) => all.split(part).length - 1;
        for (const part of ['another one!', '还有一句！']) expect(count(found, part)).toBe(count(text, part));
      }),
    );
  });

  it('cuts Chinese and English at sentences', () => {
    const text = `${'这是一个比较长的句子，用来说明怎样切分。'.repeat(40)}\n\n${'This is a sentence that says how it is cut. '.repeat(40)}`;
    const passages = cutPassages(document(text), { language: 'en' });
    expect(passages.length).toBeGreaterThan(3);
    for (const passage of passages) expect(passage.text).toMatch(/[。.]$/);
    for (const { text: piece } of passages.slice(0, 2)) expect(piece.length).toBeLessThanOrEqual(400);
  });

  it('keeps a lead-in with the code that it announces', () => {
    const filler = 'A sentence that fills the passage. '.repeat(20).trim();
    const text = `${filler}\n\nDo this:\n\n\`\`\`sh\n${'run something long\n'.repeat(10)}\`\`\``;
    expect(
      cutPassages(document(text), { language: 'en' }).map((passage) => passage.text.slice(0, 8)),
    ).toEqual(['A senten', 'Do this:']);
  });

  it('joins small sub-sections under their common heading', () => {
    const text =
      '## Options\n\n### a\n\nThe first option of all.\n\n### b\n\nThe second option.\n\n## Other\n\nSomething else entirely.';
    expect(
      cutPassages(document(text), { language: 'en' }).map(({ headings, text: piece }) => [headings, piece]),
    ).toEqual([
      [['Options'], '### a\n\nThe first option of all.\n\n### b\n\nThe second option.'],
      [['Other'], 'Something else entirely.'],
    ]);
  });

  it('names a passage by document and span, and asks for its language', () => {
    const [passage] = cutPassages(document('Some words that are long enough.'), {
      language: (text) => `x-${text.length}`,
    });
    expect(passage).toMatchObject({
      id: expect.stringMatching(/^psg_[0-9a-f]{24}$/),
      language: 'x-32',
      headings: [],
    });
  });
});

describe('splitUnits', () => {
  it('covers the span with units within the bound, and splits no surrogate pair', () => {
    fc.assert(
      fc.property(markdown, fc.integer({ min: 10, max: 300 }), (text, maxWeight) => {
        const units = splitUnits(text, { start: 0, end: text.length }, maxWeight);
        expect(units.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
        for (const { start, end, weight } of units) {
          expect(weight).toBeLessThanOrEqual(maxWeight);
          expect(Buffer.from(text.slice(start, end)).toString()).toBe(text.slice(start, end));
        }
      }),
    );
  });
});
