import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import type { Language } from '../messages/language.ts';
import { readTexts } from '../messages/texts.ts';
import { createOutput } from '../output/output.ts';
import { smallCard, smallSubject } from './__fixtures__/small-card.ts';
import { printCard } from './print-card.ts';
import { tellKept } from './sum-up-card.ts';

function printed(language: Language, card = smallCard): string {
  const lines: string[] = [];
  const output = {
    ...createOutput({ isJson: false, language }),
    print: (text: string) => void lines.push(text),
  };
  printCard(card, { ...smallSubject, name: 'handbook' }, { output, texts: readTexts(language) });
  return stripVTControlCharacters(lines.join('\n'));
}

it.each(['en', 'zh'] as const)(
  'tells a small card in %s from its funnel to what to look at next',
  (language) => {
    expect(printed(language)).toMatchSnapshot();
  },
);

it('says of documents that lie in no folder that they are at the top', () => {
  const [share] = Object.values(smallCard.sources);
  const card = { ...smallCard, sources: { ...smallCard.sources, '.': share ?? expect.fail('no source') } };
  expect(printed('en', card)).toMatch(/^top level +\d/m);
  expect(printed('zh', card)).toMatch(/^最上层 +\d/m);
});

it('shows no name of the inside but those that a command takes', () => {
  const commands = /\S+\/gopher-\S+|slipway .*/g;
  for (const language of ['en', 'zh'] as const)
    expect(printed(language).replace(commands, '')).not.toMatch(
      /gopher_|dup_|fineweb2-|near_|zh-Hans|personal-data/,
    );
});

it('ends with commands of which the first loosens the bound that drops most', () => {
  const end = printed('en').slice(printed('en').indexOf('Look next at'));
  expect(end).toContain(
    'slipway data what-if sha256:0123456789ab --set fineweb2-de/gopher-quality.minWords=25',
  );
  expect(end).toContain(`slipway data show sha256:0123456789ab 'handbook/it'\\''s short.md'`);
});

it('names as many reasons as stand for more than half, and says when nothing was dropped', () => {
  expect(tellKept(smallCard, 'en')).toMatch(/Most of the rest went for: too few words \(240\)\.$/);
  const whole = { ...smallCard, funnel: smallCard.funnel.slice(1, 2) };
  expect(tellKept(whole, 'en')).toMatch(/None was dropped\.$/);
});

it('says which size is that of the documents as they came and which that of the store', () => {
  expect(printed('en')).toMatch(
    /were kept \(66 %\), 1\.6 MB as they came\..*\nStored in 512 kB, compressed\./,
  );
  expect(printed('zh')).toMatch(/（66 %），原始大小共 1\.6 MB。.*\n压缩存储，占 512 kB。/);
});

it('says that personal data is counted in documents that fall later, too', () => {
  expect(printed('en')).toMatch(
    /30 e-mail addresses.*\nin all documents that came to this step, those dropped later among them/,
  );
  expect(printed('zh')).toMatch(/30 电子邮箱.*\n统计到达这一步的全部文档/);
});
