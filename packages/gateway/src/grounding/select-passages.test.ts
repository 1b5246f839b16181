import type { Digest } from '@slipway/contracts';
import { expect, it } from 'vitest';
import type { RetrievedPassage } from './retriever.ts';
import { findTellingTerms, selectPassages } from './select-passages.ts';

function found(path: string, heading: string, score: number): RetrievedPassage {
  const document = `sha256:${Buffer.from(path).toString('hex').padEnd(64, '0')}` as Digest;
  const [title = ''] = path.split('/');
  const id = `${path} ${heading} ${score}`;
  const headings = heading === '' ? [] : [title, heading];
  return { id, document, path, title, text: id, headings, language: 'en', start: 0, end: 1, score };
}

const choose = (question: string, passages: RetrievedPassage[]) =>
  selectPassages(passages, findTellingTerms(question), 4).map(({ path, headings }) => [path, headings[1]]);

it('takes one passage of a heading and two of a document', () => {
  const guide = ['Contributors', 'Contributors', 'Usage', 'Options'].map((heading, place) =>
    found('guide/a.md', heading, 9 - place),
  );
  expect(choose('who contributes?', [...guide, found('other/b.md', 'Usage', 5)])).toEqual([
    ['guide/a.md', 'Contributors'],
    ['guide/a.md', 'Usage'],
    ['other/b.md', 'Usage'],
  ]);
});

it('takes a text once, wherever it stands, and nothing far below the best', () => {
  const one = found('a/a.md', 'Licence', 10);
  const copy = { ...found('b/b.md', 'Licence', 9), text: one.text };
  expect(choose('which licence?', [one, copy, found('c/c.md', 'Noise', 4)])).toEqual([['a/a.md', 'Licence']]);
});

it('puts the beginning of what is asked for before places that name it', () => {
  const passages = [found('guide/a.md', 'Contributors', 6), found('harbour/README.md', '', 5)];
  expect(choose('What is a harbour?', passages)[0]).toEqual(['harbour/README.md', undefined]);
  expect(choose('Who built the harbour?', passages)[0]).toEqual(['guide/a.md', 'Contributors']);
});

it.each(['hi', 'Hello!', 'thank you', 'what is it?', '你好', '谢谢'])(
  'finds nothing telling in %j',
  (question) => {
    expect(findTellingTerms(question).size).toBe(0);
  },
);
