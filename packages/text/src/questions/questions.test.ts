import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernels } from '../kernels/load-kernels.ts';
import { createLanguageTeller } from '../language-identification/create-language-teller.ts';
import { fenceAfter, noFence } from '../normalise/fence.ts';
import { textWeight } from '../sentences/text-weight.ts';
import { shortTitle, withoutNumber } from './asked-section.ts';
import { askInChinese } from './chinese-question.ts';
import { askInEnglish } from './english-question.ts';
import { isUnsuitableAnswer, isUnsuitableHeading, isUnsuitablePath } from './is-unsuitable.ts';
import { makeFourChoices } from './make-four-choices.ts';
import { makeQuestionAnswers } from './make-question-answers.ts';

const tellLanguage = createLanguageTeller(await loadKernels());

const guide = (name: string, extra: string) => ({
  document: `sha256:${name}`,
  path: `${name}/README.md`,
  title: name,
  format: 'markdown' as const,
  text: `# ${name}

The ${name} package does what ${extra} needs, and it does so without any other package.

## Install

\`\`\`sh
npm install ${name}
\`\`\`

## Reading a file

Call the reader of ${name} with a path, and it gives back the text of the file that ${extra} asked for. It then closes the file.

## How does it compare?

It is smaller than most other packages for ${extra}, because it leaves out everything that is not needed.

## Changelog

### 1.2.3

- Fixed what was broken in the release before this one.

## License

MIT, which allows you to do with it what you like.
`,
});
const manual = (name: string, extra: string) => ({
  document: `sha256:${name}`,
  path: `${name}.md`,
  title: `${name}部署手册`,
  format: 'markdown' as const,
  text: `# ${name}部署手册

${name}是一套面向${extra}的数据分析系统，由网关和计算节点组成，可以部署在一台或多台服务器上。

## 第一章 安装

下载安装包后运行安装程序，它会检查${extra}的端口占用情况，然后把服务注册到系统里。

## 如何备份数据？

系统每天凌晨自动备份${extra}的元数据，管理员也可以随时手动执行备份，备份文件默认保留三十天。

## 更新日志

- 修复了${extra}的若干问题，改进了性能。
`,
});
const documents = [
  guide('alpha', 'a small server'),
  guide('beta', 'the build of a large site'),
  guide('gamma', 'every test runner'),
  guide('delta', 'command line programs'),
  manual('星舟', '电力企业'),
  manual('云帆', '出版单位'),
  manual('海图', '银行网点'),
  manual('远航', '物流公司'),
];
const pairs = makeQuestionAnswers(documents, { tellLanguage });

describe('makeQuestionAnswers', () => {
  it('asks about sections in their own language and answers with their text', () => {
    const asked = pairs.filter(({ path }) => path.startsWith('alpha') || path.startsWith('星舟'));
    expect(asked.map(({ question, language }) => [language, question])).toEqual([
      ['en', 'What is alpha?'],
      ['en', 'How do I install alpha?'],
      ['en', 'How do I read a file in alpha?'],
      ['en', 'In alpha, how does it compare?'],
      ['zh-Hans', '《星舟部署手册》的主要内容是什么？'],
      ['zh-Hans', '如何安装星舟？'],
      ['zh-Hans', '在星舟中，如何备份数据？'],
    ]);
    expect(asked[1]?.answer).toBe('```sh\nnpm install alpha\n```');
  });

  it('gives spans that slice to the answers, and no question twice', () => {
    for (const { document, start, end, answer } of pairs) {
      const { text } = documents.find((candidate) => candidate.document === document) ?? { text: '' };
      expect(text.slice(start, end)).toBe(answer);
    }
    expect(new Set(pairs.map(({ question }) => question)).size).toBe(pairs.length);
    expect(new Set(pairs.map(({ id }) => id)).size).toBe(pairs.length);
  });

  it('does not depend on the order of the documents', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(documents, { minLength: documents.length }), (shuffled) => {
        expect(makeQuestionAnswers(shuffled, { tellLanguage })).toEqual(pairs);
      }),
      { numRuns: 10 },
    );
  });

  it('keeps answers within the bound, whole, and without an announcement at the end', () => {
    const line = fc.constantFrom(
      '## Part one',
      '### `call(x)`',
      '',
      '',
      '```js',
      '```',
      'const a = 1;',
      'A sentence about the thing. And one more of them.',
      'Do this:',
      '- an item in a list of items',
      '这是一个句子，说明一件事情。',
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 50 }),
        fc.integer({ min: 60, max: 600 }),
        (lines, maxAnswerWeight) => {
          const text = `English words so that the language is known to be that one.\n${lines.join('\n')}`;
          const document = { ...(documents[0] as (typeof documents)[0]), text };
          for (const { answer, start, end } of makeQuestionAnswers([document], {
            maxAnswerWeight,
            tellLanguage,
          })) {
            expect(text.slice(start, end)).toBe(answer);
            expect(textWeight(answer)).toBeLessThanOrEqual(maxAnswerWeight);
            expect(answer).not.toMatch(/[:：]$/);
            expect(answer.split('\n').reduce((fence, next) => fenceAfter(next, fence), noFence)).toBe(
              noFence,
            );
          }
        },
      ),
    );
  });
});

describe('makeFourChoices', () => {
  const choices = makeFourChoices(pairs);

  it('puts the right option among three of other documents in the same language', () => {
    expect(choices.length).toBeGreaterThan(12);
    for (const { document, options, correct, language, start, end } of choices) {
      const own = documents.find((candidate) => candidate.document === document)?.text ?? '';
      expect(options).toHaveLength(4);
      expect(new Set(options).size).toBe(4);
      expect(own.slice(start, end)).toBe(options[correct]);
      for (const [at, option] of options.entries()) {
        if (at !== correct) expect(own).not.toContain(option);
        expect(/\p{Script=Han}/u.test(option)).toBe(language.startsWith('zh'));
      }
    }
  });

  it('does not depend on the order of the pairs', () => {
    const key = (list: typeof choices) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(key(makeFourChoices([...pairs].reverse()))).toEqual(key(choices));
  });

  it('uses all four places', () => {
    const many = Array.from({ length: 60 }, (_, at) => guide(`package${at}`, `purpose number ${at} of many`));
    const places = makeFourChoices(makeQuestionAnswers(many, { tellLanguage })).map(({ correct }) => correct);
    for (const place of [0, 1, 2, 3])
      expect(places.filter((found) => found === place).length).toBeGreaterThan(places.length / 8);
  });

  it('makes none where there are too few documents', () => {
    expect(makeFourChoices(makeQuestionAnswers(documents.slice(0, 3), { tellLanguage }))).toEqual([]);
  });
});

const section = (heading: string, parents: string[] = []) => ({ title: 'Tool', heading, parents, choice: 0 });

describe('the English templates', () => {
  it.each([
    ['', [], 'What is Tool?'],
    ['Installation', [], 'How do I install Tool?'],
    ['Creating a client', [], 'How do I create a client in Tool?'],
    ['Install Tool', [], 'How do I install Tool?'],
    ['Why use it?', [], 'What is the purpose of Tool?'],
    ['Can I use it in a browser?', [], 'In Tool, can I use it in a browser?'],
    ['How to add a plugin', [], 'How do I add a plugin in Tool?'],
    ['When to use streams', [], 'When should I use streams in Tool?'],
    ['tool.read(path, [options])', ['API'], 'What does `tool.read()` do?'],
    ['read(path)', ['API'], 'What does `read()` do in Tool?'],
    ['encoding', ['read(path)', 'Options'], 'What is the option `encoding` of `read()` in Tool for?'],
    ['maxBytes', [], 'What is `maxBytes` in Tool?'],
    ['Options', ['read(path)'], 'Which options does `read()` in Tool take?'],
    ['Access control', [], 'What does the documentation of Tool say about access control?'],
    ['HTTP/2 Support', [], 'What does the documentation of Tool say about "HTTP/2 Support"?'],
  ])('%s under %j', (heading, parents, question) =>
    expect(askInEnglish(section(heading, parents))).toBe(question),
  );
});

describe('the Chinese templates', () => {
  it.each([
    ['', [], 'Tool是什么？'],
    ['安装', [], '如何安装Tool？'],
    ['什么是插件', [], '在Tool中，什么是插件？'],
    ['配置数据库连接', [], '在Tool中如何配置数据库连接？'],
    ['maxBytes', [], '`maxBytes` 在Tool中有什么作用？'],
    ['住宿费', ['报销标准'], '《Tool》中关于“报销标准：住宿费”是怎么说的？'],
  ])('%s under %j', (heading, parents, question) =>
    expect(askInChinese(section(heading, parents))).toBe(question),
  );
});

describe('what is unsuitable', () => {
  it.each(['CHANGELOG.md', 'a/History.md', 'LICENSE', 'docs/license-mit.txt', 'CODE_OF_CONDUCT.md'])(
    '%s',
    (path) => {
      expect(isUnsuitablePath(path)).toBe(true);
    },
  );

  it.each(['README.md', 'docs/changing-settings.md', 'a.jsonl#3'])('not %s', (path) => {
    expect(isUnsuitablePath(path)).toBe(false);
  });

  it('knows headings of change logs, licences and credits', () => {
    for (const heading of [
      '1.2.3',
      'v2.0.0 (2020-01-01)',
      '[Unreleased]',
      '2021-03-04',
      '1.4.0 beta 2',
      '1.4.0 June 2020',
      'License',
      'Sponsors',
      '更新日志',
      '致谢',
    ]) {
      expect(isUnsuitableHeading(['Tool', heading])).toBe(true);
    }
    const sections = [
      '1.1. 控制台基础',
      '1.1.6. 虚拟控制台',
      '2.3 Configure the server',
      '4.2.1 “Quoted” words',
    ];
    for (const heading of [
      ...sections,
      ...['Version ranges', 'IPv4', 'Step 1', 'Usage', '2 ways to install', '安装'],
    ]) {
      expect(isUnsuitableHeading([heading])).toBe(false);
    }
  });

  it('knows answers that are none', () => {
    for (const answer of [
      '- Docs\n- API\n- Blog',
      'See the guide.',
      'Type: `string`\nDefault: `x`',
      '| a | b |\n|---|---|\n| 1 | 2 |',
      '参见第三章。',
    ]) {
      expect(isUnsuitableAnswer(answer)).toBe(true);
    }
    expect(isUnsuitableAnswer('- Reads files of any size without holding them\n- Writes them again')).toBe(
      false,
    );
  });
});

describe('names in questions', () => {
  it.each([
    ['Class: MockAgent', 'MockAgent'],
    ['ipaddr.js — an address library', 'ipaddr.js'],
    ['semver(1) -- The semantic versioner', 'semver'],
    ['PGlite - Postgres in WASM', 'PGlite'],
    ['@fastify/cors', '@fastify/cors'],
    ['差旅费用报销管理办法', '差旅费用报销管理办法'],
  ])('%s', (title, short) => expect(shortTitle(title)).toBe(short));

  it.each([
    ['第三章 报销标准', '报销标准'],
    ['1.2 Scope', 'Scope'],
    ['二、范围', '范围'],
    ['第 9 章 系统技巧', '系统技巧'],
    ['A.4. 文档格式', '文档格式'],
    ['附录 A. 高级打包', '高级打包'],
    ['A new start', 'A new start'],
    ['3D graphics', '3D graphics'],
    ['2024', '2024'],
  ])('%s without its number', (heading, bare) => expect(withoutNumber(heading)).toBe(bare));
});
