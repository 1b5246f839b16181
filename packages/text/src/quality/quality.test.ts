import { SlipwayError } from '@slipway/contracts';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { type ColumnName, columnAt, numColumns } from '../statistics/columns.ts';
import { createDocumentMeter } from '../statistics/measure-document.ts';
import { createAddressRule } from './lists/host-list.ts';
import { createWordList, judgeWordCount } from './lists/word-list.ts';
import { judgePerplexity, trainByteNgramModel } from './models/byte-ngram-model.ts';
import { judgeScore, trainLinearClassifier } from './models/linear-classifier.ts';
import { judgeBytes } from './recipes/judge-bytes.ts';
import { type QualityRecipeName, qualityRecipes } from './recipes/named-recipes.ts';
import { judgeRows } from './recipes/recipe.ts';
import type { QualityRule } from './rule.ts';
import { chineseWeb } from './rules/chinese-web.ts';
import { gopherQuality } from './rules/gopher-quality.ts';
import { sourceCode } from './rules/source-code.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function reasonOn(rule: QualityRule, columns: Partial<Record<ColumnName, number>>): string {
  const row = new Float64Array(numColumns);
  for (const [name, value] of Object.entries(columns)) row[columnAt[name as ColumnName]] = value;
  const verdict = rule.judge(row);
  return verdict.isKept ? 'keep' : verdict.reason;
}

describe('rules on columns alone', () => {
  test('a document of more than 100,000 words is long', () => {
    const row = {
      words: 100_001,
      otherWords: 100_001,
      otherWordCharacters: 500_005,
      letterWords: 100_001,
      stopWords: 2,
      lines: 1,
    };
    expect(reasonOn(gopherQuality(), row)).toBe('gopher_long_doc');
    expect(reasonOn(gopherQuality({ maxWords: 0 }), row)).toBe('keep');
  });

  test('Chinese text is judged by length, lines, characters and marks', () => {
    const good = {
      characters: 400,
      newlines: 9,
      han: 340,
      punctuation: 40,
      specialCharacters: 60,
      longestLine: 80,
    };
    expect(reasonOn(chineseWeb(), good)).toBe('keep');
    expect(reasonOn(chineseWeb(), { ...good, characters: 200 })).toBe('zh_short_doc');
    expect(reasonOn(chineseWeb(), { ...good, newlines: 40 })).toBe('zh_short_lines');
    expect(reasonOn(chineseWeb(), { ...good, han: 119 })).toBe('zh_few_han');
    expect(reasonOn(chineseWeb(), { ...good, traditional: 7 })).toBe('zh_traditional');
    expect(reasonOn(chineseWeb(), { ...good, punctuation: 3 })).toBe('zh_few_marks');
    expect(reasonOn(chineseWeb(), { ...good, punctuation: 121 })).toBe('zh_many_marks');
    expect(reasonOn(chineseWeb(), { ...good, specialCharacters: 161 })).toBe('zh_special_characters');
    expect(reasonOn(chineseWeb(), { ...good, longestLine: 10_001 })).toBe('zh_long_line');
  });

  test('code is judged by its lines and its letters', () => {
    const good = { characters: 1000, lines: 20, longestLine: 90, alphanumerics: 600, letters: 550 };
    expect(reasonOn(sourceCode(), good)).toBe('keep');
    expect(reasonOn(sourceCode(), { ...good, lines: 9 })).toBe('code_average_line');
    expect(reasonOn(sourceCode(), { ...good, longestLine: 1001 })).toBe('code_long_line');
    expect(reasonOn(sourceCode(), { ...good, alphanumerics: 249 })).toBe('code_few_alphanumerics');
    expect(reasonOn(sourceCode(), { ...good, letters: 249 })).toBe('code_few_letters');
    expect(reasonOn(sourceCode(), {})).toBe('code_empty');
  });
});

describe('recipes', () => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await loadKernels();
  });

  function judge(name: QualityRecipeName, text: string) {
    const recipe = qualityRecipes[name];
    const meter = createDocumentMeter(kernels, {
      stopWords: recipe.stopWords,
      ...(recipe.isChinese ? { chineseWords: [] } : {}),
    });
    const bytes = encode(text);
    const pointer = kernels.reserve(bytes.length);
    kernels.bytes().set(bytes, pointer);
    const judged = judgeBytes(pointer, bytes.length, { kernels, meter, recipe });
    expect(judgeRows(recipe, judged.rows)).toEqual(judged.verdict);
    const kept = new TextDecoder().decode(
      kernels.bytes().slice(judged.pointer, judged.pointer + judged.length),
    );
    return { reason: judged.verdict.isKept ? 'keep' : judged.verdict.reason, kept };
  }

  const first = `The old bridge was closed for most of the winter, and nobody in the village knew when it would open again. People who
    have shops on the far side lost a third of their trade. A letter to the county brought no answer that anyone could use.`;
  const second = `In spring two engineers came with a truck and measured the piers. They said that the stone is sound, but the railing has
    to be replaced before heavier traffic returns. Work began in May. By the end of summer children were fishing from it as before.`;
  const [upper, lower] = [first, second].map((text) => text.replaceAll(/\s+/g, ' '));
  const prose = `${upper}\n${lower}`;

  test('FineWeb cuts a line and judges what is left', () => {
    expect(judge('fineweb', `${upper}\nPlease enable JavaScript to see this.\n${lower}`)).toEqual({
      reason: 'keep',
      kept: prose,
    });
    expect(judge('fineweb', `${prose} Lorem ipsum dolor.`).reason).toBe('lorem_ipsum');
    expect(judge('fineweb', `${upper}`).reason).toBe('gopher_short_doc');
  });

  test('each recipe keeps a good text and drops an empty one', () => {
    for (const name of ['gopher', 'c4', 'curated'] as const) {
      expect(judge(name, prose).reason).toBe('keep');
      expect(judge(name, '').reason).not.toBe('keep');
    }
    const chinese = `去年冬天，村口的老桥封了三个多月，谁也说不准什么时候能重新通车。河对岸的小店少了三成生意，几位店主给县里写信，可是等来的答复没有
人看得懂。到了春天，两名工程师开着卡车过来，仔细测量桥墩，又在石缝里取了样本。他们说石料结实，只是栏杆必须先换掉，才敢让重车走。五月开工以后，孩子们
每天放学都跑去看热闹，老人坐在柳树下面数来往的人。夏末的一个清晨，木匠拆走最后一块挡板，第一辆汽车慢慢开过，岸边响起掌声。如今桥上又有人钓鱼，傍晚还
能听见二胡。县志办公室派人拍了照片，打算把修桥的经过记录下来，留给后来的读者慢慢翻看。`;
    expect(judge('chinese-web', chinese.replaceAll('\n', '')).reason).toBe('keep');
    expect(judge('chinese-web', prose).reason).toBe('zh_few_han');
  });
});

describe('lists', () => {
  test('a host covers what is below it', () => {
    const rule = createAddressRule({ hosts: ['Bad.example'], words: ['casino'] });
    const reason = (url: string) => (rule(url).isKept ? 'keep' : 'drop');
    expect(reason('https://a.bad.example:80/x')).toBe('drop');
    expect(reason('http://user@BAD.example')).toBe('drop');
    expect(reason('http://notbad.example/bad.example')).toBe('keep');
    expect(reason('http://good.example/the-Casino?x')).toBe('drop');
    expect(reason('http://good.example/casinos')).toBe('keep');
  });

  test('words are counted in one pass, with borders where letters have them', () => {
    const list = createWordList(['he', 'she', 'hers', '坏词', 'C++']);
    expect(list.count(encode('She said: he, HERS; others. 这是坏词坏词！ c++'))).toBe(6);
    expect(createWordList(['词坏', '坏词坏']).count(encode('坏词坏'))).toBe(2);
    expect(() => createWordList([''])).toThrow(SlipwayError);
    expect(judgeWordCount(2, 3, 0.5).isKept).toBe(false);
    expect(judgeWordCount(1, 3, 0.5).isKept).toBe(true);
  });
});

describe('models', () => {
  const good = Array.from({ length: 30 }, (_, at) =>
    encode(`The committee met on day ${at} and agreed to publish the report on water and schools.`),
  );
  const bad = Array.from({ length: 30 }, (_, at) =>
    encode(`BUY cheap pills ${at * 7}!!! click here >>> free $$$ win win http://x${at}.biz`),
  );

  test('text like the training text has less perplexity', () => {
    const model = trainByteNgramModel(good);
    const [near, far] = [
      model.perplexity(encode('The committee agreed to publish.')),
      model.perplexity(encode('zqx 9$! kwv jjq')),
    ];
    expect(near).toBeLessThan(6);
    expect(far).toBeGreaterThan(30);
    expect(judgePerplexity(far, { max: 30 })).toEqual({ isKept: false, reason: 'perplexity_high' });
    expect(trainByteNgramModel([...good].reverse()).perplexity(encode('The'))).toBe(
      model.perplexity(encode('The')),
    );
  });

  test('a classifier parts what it was not shown, the same each time', () => {
    const train = () => trainLinearClassifier({ good: good.slice(0, 20), bad: bad.slice(0, 20) });
    const classifier = train();
    for (const text of good.slice(20)) expect(classifier.score(text)).toBeGreaterThan(0.5);
    for (const text of bad.slice(20)) expect(judgeScore(classifier.score(text), 0.5).isKept).toBe(false);
    expect(train().weights).toEqual(classifier.weights);
    expect(() => trainLinearClassifier({ good, bad: [] })).toThrow(SlipwayError);
  });
});
