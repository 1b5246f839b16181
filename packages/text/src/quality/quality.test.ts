import { SlipwayError } from '@slipway/contracts';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { type ColumnName, columnAt, numColumns } from '../statistics/columns.ts';
import { createDocumentMeter } from '../statistics/measure-document.ts';
import { createAddressRule } from './lists/host-list.ts';
import { createWordList } from './lists/word-list.ts';
import {
  createByteNgramTrainer,
  decodeByteNgramModel,
  encodeByteNgramModel,
  judgePerplexity,
  trainByteNgramModel,
} from './models/byte-ngram-model.ts';
import { evaluateScores } from './models/evaluate-scores.ts';
import {
  decodeLinearClassifier,
  encodeLinearClassifier,
  judgeScore,
  trainLinearClassifier,
} from './models/linear-classifier.ts';
import { judgeBytes } from './recipes/judge-bytes.ts';
import { type QualityRecipeName, qualityRecipes } from './recipes/named-recipes.ts';
import { judgeRows, listPasses } from './recipes/recipe.ts';
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
    return { reason: judged.verdict.isKept ? 'keep' : judged.verdict.reason, kept, rows: judged.rows, meter };
  }

  const first = `The old bridge was closed for most of the winter, and nobody in the village knew when it would open again. People who
    have shops on the far side lost a third of their trade. A letter to the county brought no answer that anyone could use.`;
  const second = `In spring two engineers came with a truck and measured the piers. They said that the stone is sound, but the railing has
    to be replaced before heavier traffic returns. Work began in May. By the end of summer children were fishing from it as before.`;
  const [upper, lower] = [first, second].map((text) => text.replaceAll(/\s+/g, ' '));
  const prose = `${upper}\n${lower}`;

  test('FineWeb cuts a line and judges what is left', () => {
    expect(judge('fineweb', `${upper}\nPlease enable JavaScript to see this.\n${lower}`)).toMatchObject({
      reason: 'keep',
      kept: prose,
    });
    expect(judge('fineweb', `${prose} Lorem ipsum dolor.`).reason).toBe('lorem_ipsum');
    expect(judge('fineweb', `${upper}`).reason).toBe('gopher_short_doc');
  });

  test('what a recipe does not ask is not measured, and what it asks is measured as in a whole row', () => {
    const { rows, meter } = judge('fineweb', prose);
    const [before, after] = rows as [Float64Array, Float64Array];
    expect(before.some(Number.isNaN)).toBe(false);
    const bytes = encode(prose);
    const whole = meter.measure(kernels.place(bytes), bytes.length);
    const unmeasured = [...after.keys()].filter((place) => Number.isNaN(after[place]));
    expect(unmeasured).toContain(columnAt.top2);
    expect(unmeasured).toContain(columnAt.looseOffence);
    for (const [place, value] of after.entries())
      if (!unmeasured.includes(place)) expect(value).toBe(whole[place]);
    for (const name of ['terminalLines', 'words', 'repeatedFilledLineCharacters'] as const)
      expect(unmeasured).not.toContain(columnAt[name]);
  });

  test.each([
    [
      'a line about JavaScript among others',
      '# chart\n\nchart is a small JavaScript library that draws lines and bars on a canvas.\n\nSee the manual for more, and the examples for all that it can draw.\n\nIt has no dependencies.',
      'keep',
    ],
    [
      'a paragraph about JavaScript',
      `# colour\n\nEven though your browser understands a lot about colours, it offers little help in manipulating them through JavaScript. The module therefore has representations for various colour spaces, and converts between them. Each colour can be made lighter or darker, mixed with another, or written as a string that a browser takes. Colours that a screen cannot show are clipped.`,
      'keep',
    ],
    [
      'one sentence',
      '# contour\n\nThis module computes contour polygons by applying marching squares to a rectangular array of numeric values.\n\n- Examples\n- Releases',
      'keep',
    ],
    [
      'a sentence in Chinese',
      '# 等高线\n\n本模块用行进方块算法，由一个矩形数值网格算出等高线多边形，结果可以直接画在画布上，无需其他依赖即可使用。',
      'keep',
    ],
    [
      'a Chinese sentence in one line',
      '进入船坞之前，所有人员必须佩戴安全帽并系好救生衣的带子，未经值班长同意任何人不得独自登船，夜间作业须有两人以上同行并随身携带对讲机和手电筒。',
      'keep',
    ],
    ['two words without end', 'buy now '.repeat(40), 'top_2_gram'],
    [
      'a notice about scripts',
      'JavaScript is disabled in this browser. To go on reading, please enable JavaScript in the settings, reload the page, and make sure that no extension blocks scripts from the hosts of this site, then try again.',
      'boilerplate',
    ],
    [
      'the same with menus',
      'Home\n\nPlease enable JavaScript in the settings of your browser to go on, for this page cannot be shown without it.\n\nYour browser does not support JavaScript, or an extension blocks it; both can be mended.\n\nContact',
      'boilerplate',
    ],
    [
      'placeholder text',
      `# Title of the page\n\n${'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor. '.repeat(4)}\n\nSome words of our own stand here, too, for a while.`,
      'boilerplate',
    ],
    [
      'a licence header',
      '// Copyright 2020 The Authors. Licensed under the MIT licence.\n// SPDX-License-Identifier: MIT',
      'too-short',
    ],
    [
      'badges',
      '# chart\n\n[npm](https://a.b) [build](https://a.b) [coverage](https://a.b) [downloads](https://a.b) [licence](https://a.b)',
      'too-short',
    ],
    [
      'navigation',
      'Home\nProducts\nDocumentation\nPrices and plans\nBlog\nAbout the company\nContact\nCareers\nImprint\nPrivacy\nTerms\nStatus\nSupport and help',
      'too-short',
    ],
  ])('curated judges %s', (_, text, verdict) => {
    expect(judge('curated', text).reason).toBe(verdict);
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
    const found = list.find(encode('She said: he, HERS; others. 这是坏词坏词！ c++'));
    expect(found).toEqual({ count: 6, numBytes: 3 + 2 + 4 + 12 + 3 });
    expect(createWordList(['词坏', '坏词坏']).find(encode('坏词坏'))).toEqual({ count: 2, numBytes: 9 });
    expect(() => createWordList([''])).toThrow(SlipwayError);
  });

  test('finds just the words that stand in a text, wherever they overlap', () => {
    const letters = fc.stringMatching(/^[ab坏]{1,5}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(letters, { minLength: 1, maxLength: 8 }),
        fc.stringMatching(/^[ab坏 ]{0,40}$/),
        (words, text) => {
          const bytes = encode(text);
          const covered = new Set<number>();
          let count = 0;
          for (const word of words) {
            const isBounded = /^[ab]+$/.test(word);
            for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
              const beside = [text[at - 1], text[at + word.length]];
              if (isBounded && beside.some((letter) => letter === 'a' || letter === 'b')) continue;
              count += 1;
              const start = encode(text.slice(0, at)).length;
              for (let byte = 0; byte < encode(word).length; byte += 1) covered.add(start + byte);
            }
          }
          expect(createWordList(words).find(bytes)).toEqual({ count, numBytes: covered.size });
        },
      ),
    );
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

  test('a context that has been seen as often as its count can tell is learnt no further', () => {
    const trainer = createByteNgramTrainer({ order: 2, tableBits: 8 });
    for (const text of good) trainer.learn(text);
    const { tables } = trainer.finish();
    tables.contexts.fill(2 ** 32 - 1);
    const pairs = tables.pairs.slice();
    trainer.learn(encode('The committee agreed to publish.'));
    expect(tables.contexts.every((count) => count === 2 ** 32 - 1)).toBe(true);
    expect(tables.pairs).toEqual(pairs);
  });

  test('models come back from their files as they were, and other bytes are refused', () => {
    const text = encode('The committee agreed to publish.');
    const ngrams = trainByteNgramModel(good, { tableBits: 12 });
    const file = encodeByteNgramModel(ngrams);
    expect(decodeByteNgramModel(file).perplexity(text)).toBe(ngrams.perplexity(text));
    const classifier = trainLinearClassifier({ good, bad }, { weightBits: 12 });
    const stored = encodeLinearClassifier(classifier);
    expect(decodeLinearClassifier(stored).score(text)).toBe(classifier.score(text));
    for (const bytes of [file.subarray(0, -4), stored, new Uint8Array(3)])
      expect(() => decodeByteNgramModel(bytes)).toThrow(
        expect.objectContaining({ code: 'artifact-corrupt' }),
      );
    expect(() => decodeLinearClassifier(file)).toThrow(expect.objectContaining({ code: 'artifact-corrupt' }));
    expect(() => trainByteNgramModel(good, { tableBits: 30 })).toThrow(SlipwayError);
  });

  test('scores are told as they part good from bad, ties as halves', () => {
    const report = evaluateScores([0.9, 0.8, 0.4], [0.1, 0.4]);
    expect(report).toMatchObject({ numGood: 3, numBad: 2, auc: 5.5 / 6, accuracy: (2 / 3 + 1) / 2 });
    expect(report.thresholds[4]).toEqual({ minScore: 0.5, goodKept: 2 / 3, badKept: 0, precision: 1 });
    expect(evaluateScores([0.5], [0.5]).auc).toBe(0.5);
    // 100 of each at AUC 0.8: Hanley and McNeil's formula by hand.
    const scores = Array.from({ length: 100 }, (_, at) => at / 100);
    const shifted = evaluateScores(
      scores.map((score) => score + 0.368),
      scores,
    );
    expect(shifted.auc).toBeCloseTo(0.8, 2);
    expect(shifted.aucError).toBeCloseTo(0.0315, 3);
    expect(() => evaluateScores([], [0.1])).toThrow(expect.objectContaining({ code: 'evaluation-empty' }));
  });
});

test('a recipe that edits lines before a rule has measured them is a mistake of ours', () => {
  const edit = { kind: 'keep-lines', needsTerminalMark: true } as const;
  const { c4 } = qualityRecipes;
  expect(() => listPasses({ ...c4, steps: [edit, ...c4.steps] })).toThrow(/edits lines that no rule/);
  expect(() => listPasses({ ...c4, steps: [...c4.steps, edit] })).toThrow(/edits lines that no rule/);
  for (const recipe of Object.values(qualityRecipes)) expect(() => listPasses(recipe)).not.toThrow();
});
