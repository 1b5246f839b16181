import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernels } from '../kernels/load-kernels.ts';
import { createLanguageTeller } from '../language-identification/create-language-teller.ts';
import { cleanMarkdown } from '../markup/clean-markdown.ts';
import { normaliseText } from '../normalise/normalise-text.ts';
import type { Asked } from './asked-documents.ts';
import { findDefinition } from './find-definition.ts';
import { makeClozeChoices } from './make-cloze-choices.ts';
import { makeHeadingChoices } from './make-heading-choices.ts';
import { makeLeadSummaries } from './make-lead-summaries.ts';
import { makeTableQuestions } from './make-table-questions.ts';
import { scanTables } from './scan-tables.ts';

const tellLanguage = createLanguageTeller(await loadKernels());

const markdown = (name: string, title: string, text: string): Asked => ({
  document: `sha256:${name}`,
  path: `${name}.md`,
  title,
  format: 'markdown',
  text,
});

/** Documents of this repository, which have headings and tables in both languages. */
const own = [
  'README.md',
  'README.zh-CN.md',
  'docs/recipes.md',
  'docs/recipes.zh-CN.md',
  'docs/glossary.md',
].map((path) => {
  const raw = readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
  const { text, title = path } = cleanMarkdown(normaliseText(raw));
  return { ...markdown(path, title, text), path };
});

const client = markdown(
  'client',
  'Lantern Client',
  `# Lantern Client

The client sends requests to a lantern server and retries a request that failed, with a pause that grows.

A request is sent over a pool of connections to the server. When the server answers with an error, the client looks at the code: a request that
failed for a passing reason goes to the queue of retries, and its pause grows each time by half. After five times the request has failed for good,
and the caller gets the last error of the server. Retries never reorder requests to one server.

## Options

| Option     | Type     | Default | Purpose                                    |
| ---------- | -------- | ------- | ------------------------------------------ |
| \`timeout\`  | number   | 3000    | Milliseconds after which a request is lost |
| \`retries\`  | number   | 5       | How often a request is sent again          |
| \`agent\`    | object   | -       | Who keeps the connections                  |

## Connection pool

Idle sockets are kept for a minute, and at most eight are open to one host at the same time.

## Back pressure

Writers have to wait as soon as four megabytes lie in memory that nobody has read.

## Shutdown

Callers that still wait are told so, and then the process is free to end by itself.

## Certificates

Authorities are read from a file in PEM form at the start and are not looked at again.
`,
);

const manual = markdown(
  'manual',
  '星舟平台部署手册',
  `# 星舟平台部署手册

星舟平台由网关和计算节点组成，网关负责接收请求，计算节点负责运行任务，两者都可以部署在多台服务器上。

网关启动之后会监听端口，接收来自用户的请求，并把任务分发到空闲的计算节点。计算节点运行任务时会向网关汇报进度，网关据此决定下一个任务发往哪里。
部署多台服务器时，网关之间共享同一个数据库，计算节点可以随时加入或退出，正在运行的任务会被重新分发。建议至少部署两台网关和三台计算节点。

## 端口

| 组件     | 默认端口 | 用途           |
| -------- | -------- | -------------- |
| 网关     | 8080     | 接收用户的请求 |
| 计算节点 | 9090     | 汇报任务进度   |
| 数据库   | 5432     | 保存元数据     |

## 数据备份

每天凌晨两点系统会把元数据导出到指定目录，默认保留三十天，过期文件自动清理。

## 权限控制

管理员可以为每个账号分配角色，没有角色的账号登录之后只能查看公开的报表。

## 日志轮转

单个文件超过一百兆字节时会自动切分，最多保留十个，旧文件压缩之后存放。

## 证书更新

到期前三十天会发送邮件提醒，替换文件之后不需要重新启动任何服务。
`,
);

const define = (name: string, sentence: string) => markdown(name, name, `# ${name} notes\n\n${sentence}\n`);
const defining = [
  define(
    'a',
    'A semaphore is a counter that limits how many threads may enter a region of code at the same time.',
  ),
  define(
    'b',
    'A tokenizer is a program that turns a stream of characters into the units which a model reads.',
  ),
  define(
    'c',
    'A checkpoint is a snapshot of the weights and of the optimiser from which a run may go on later.',
  ),
  define(
    'd',
    'A scheduler is a component that decides which job runs next and on which of the machines it runs.',
  ),
  define('e', '信号量是一种用来限制同时进入某段代码的线程数目的计数器，常见于操作系统内核。'),
  define('f', '检索增强生成是指先从文档库中找出相关段落，再让模型依据这些段落作答的做法，能够减少凭空编造。'),
  define('g', '梯度裁剪是指在更新权重之前把过大的梯度缩小到给定范围之内，使训练过程保持稳定的技巧。'),
  define('h', '知识蒸馏是一种让较小的模型模仿较大模型输出的训练方法，部署时可以节省大量的计算资源。'),
];

const makers = {
  cloze: makeClozeChoices,
  heading: makeHeadingChoices,
  summary: makeLeadSummaries,
  table: makeTableQuestions,
};
const everything = [...own, client, manual, ...defining];

describe.each(Object.entries(makers))('%s', (kind, make) => {
  const made = make(everything, { tellLanguage });

  it('makes questions in both languages, each of its kind and with exact spans', () => {
    expect(new Set(made.map(({ language }) => language.slice(0, 2)))).toEqual(new Set(['en', 'zh']));
    expect(new Set(made.map(({ id }) => id)).size).toBe(made.length);
    expect(new Set(made.map(({ question }) => question)).size).toBe(made.length);
    for (const one of made) {
      const text = everything.find(({ document }) => document === one.document)?.text ?? '';
      const right = 'options' in one ? one.options[one.correct] : one.answer;
      expect(one.kind).toBe(kind);
      expect(text.slice(one.start, one.end)).toBe(right);
      if ('options' in one) expect(new Set(one.options).size).toBe(4);
    }
  });

  it('does not depend on the order of the documents', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(everything, { minLength: everything.length }), (shuffled) => {
        expect(make(shuffled, { tellLanguage })).toEqual(made);
      }),
      { numRuns: 3 },
    );
  });
});

describe('cloze', () => {
  it('leaves a blank for the term and offers terms of the same language', () => {
    const [first] = makeClozeChoices(defining, { tellLanguage });
    expect(first?.question).toBe(
      'Which term belongs in the blank?\n\nA ____ is a counter that limits how many threads may enter a region of code at the same time.',
    );
    expect([...(first?.options ?? [])].sort()).toEqual(['checkpoint', 'scheduler', 'semaphore', 'tokenizer']);
    const chinese = makeClozeChoices(defining, { tellLanguage }).find(({ language }) =>
      language.startsWith('zh'),
    );
    expect(chinese?.question).toContain('____是一种用来限制');
    expect(new Set(chinese?.options)).toEqual(new Set(['信号量', '检索增强生成', '梯度裁剪', '知识蒸馏']));
  });

  it('makes none where three other terms cannot be found', () => {
    expect(makeClozeChoices(defining.slice(0, 3), { tellLanguage })).toEqual([]);
  });

  it.each([
    'This is a library for reading files of any size without holding all of them in memory.',
    'The first argument is the path of the file that is read, relative to the working directory.',
    'A stream is a stream of bytes that arrive one after the other and are read as they come in.',
    'A mutex is a lock.',
    'Testing is the first step of what everybody has to do before anything at all is released.',
    'A callback is a function, as described in this section and in the one that stands before it.',
    '这是一种用来限制同时进入某段代码的线程数目的计数器，常见于操作系统内核。',
    '检索增强生成（RAG）是指先从文档库中找出相关段落，再让模型依据这些段落作答的做法。',
  ])('does not take %s for a definition', (text) => {
    expect(findDefinition(text, { start: 0, end: text.length })).toBeUndefined();
  });

  it('finds the span inside marks', () => {
    const text =
      '**Nunjucks** is a templating language with inheritance, written for programs that run in browsers.';
    const found = findDefinition(text, { start: 0, end: text.length });
    expect(found).toMatchObject({
      term: 'Nunjucks',
      span: { start: 2, end: 10 },
      kind: 'name',
      isChinese: false,
    });
    expect(found?.blanked).toMatch(/^____ is a templating language/);
  });
});

describe('table', () => {
  const asked = (document: Asked) =>
    makeTableQuestions([document], { tellLanguage }).map(({ question, answer }) => [question, answer]);

  it('asks for cells by row and column, and not for those that say nothing', () => {
    const questions = new Map(asked(client).map(([question = '', answer]) => [question, answer]));
    expect(questions.size).toBe(4);
    const all = new Map([
      ['In Lantern Client, under "Options", what is the type of `timeout`?', 'number'],
      ['In Lantern Client, under "Options", what is the default of `timeout`?', '3000'],
      [
        'In Lantern Client, under "Options", what is the purpose of `timeout`?',
        'Milliseconds after which a request is lost',
      ],
      ['In Lantern Client, under "Options", what is the type of `retries`?', 'number'],
      ['In Lantern Client, under "Options", what is the default of `retries`?', '5'],
      [
        'In Lantern Client, under "Options", what is the purpose of `retries`?',
        'How often a request is sent again',
      ],
      ['In Lantern Client, under "Options", what is the type of `agent`?', 'object'],
      ['In Lantern Client, under "Options", what is the purpose of `agent`?', 'Who keeps the connections'],
    ]);
    for (const [question, answer] of questions) expect(all.get(question)).toBe(answer);
  });

  it('asks in Chinese', () => {
    const questions = asked(manual);
    expect(questions).toHaveLength(4);
    for (const [question] of questions)
      expect(question).toMatch(
        /^在《星舟平台部署手册》的“端口”中，(?:网关|计算节点|数据库) 的(?:默认端口|用途)是什么？$/,
      );
  });

  it.each([
    ['rows without names', '| # | Name |\n| --- | --- |\n| 1 | one |\n| 2 | two |'],
    ['rows of one name', '| Name | Kind |\n| --- | --- |\n| one | first |\n| one | second |'],
    [
      'columns that are no nouns',
      '| Name | What it does |\n| --- | --- |\n| one | reads |\n| two | writes |',
    ],
    ['numbers without unit', '| Name | Speed |\n| --- | --- |\n| one | 17 |\n| two | 18 |'],
    ['code', '```\n| Name | Kind |\n| --- | --- |\n| one | first |\n| two | second |\n```'],
  ])('does not ask about %s', (_, table) => {
    const text = `# Things\n\nThese are the things that we know of and have written down.\n\n${table}\n`;
    expect(makeTableQuestions([markdown('x', 'Things', text)], { tellLanguage })).toEqual([]);
  });

  it('cells are their trimmed text, whatever stands in a line', () => {
    const cell = fc.constantFrom('a', '', ' b c ', '`d`', 'e\\|f', '中文');
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }), (rows) => {
        const text = ['|h1|h2|h3|', '|---|:-:|--:|', ...rows.map((row) => `|x${row.join('|')}y|`)].join('\n');
        const [table] = scanTables(text, { start: 0, end: text.length });
        const found = table?.rows.map((row) => row.map(({ start, end }) => text.slice(start, end)));
        const wanted = rows.map(([a, b, c]) => [`x${a}`.trim(), b.trim(), `${c}y`.trim()]);
        expect(found).toEqual(wanted);
      }),
    );
  });
});

describe('heading', () => {
  it('offers four headings of one document, none of which the passage names', () => {
    const questions = makeHeadingChoices([client, manual], { tellLanguage });
    expect(questions).toHaveLength(8);
    const names = ['Connection pool', 'Back pressure', 'Shutdown', 'Certificates'];
    expect([...(questions[0]?.options ?? [])].sort()).toEqual([...names].sort());
    expect(questions[0]?.question).toBe(
      'In Lantern Client, which heading does this passage stand under?\n\nIdle sockets are kept for a minute, and at most eight are open to one host at the same time.',
    );
    expect(questions.at(-1)?.options).toContain('证书更新');
  });
});

describe('summary', () => {
  it('takes the lead of a section for the summary of what follows', () => {
    const [english, chinese] = makeLeadSummaries([client, manual], { tellLanguage });
    expect(english?.answer).toMatch(/^The client sends requests/);
    expect(english?.question).toMatch(
      /^Summarise this text from Lantern Client in one paragraph:\n\nA request is sent/,
    );
    expect(chinese?.answer).toMatch(/^星舟平台由网关和计算节点组成/);
    expect(chinese?.question).not.toContain('由网关和计算节点组成');
  });

  it.each([
    [
      'announces',
      (text: string) => text.replace('The client sends', 'This section shows how the client sends'),
    ],
    [
      'speaks of something else',
      (text: string) =>
        text.replace(
          /The client sends[^\n]*/,
          'Painters of the seventeenth century loved candles, mirrors and rooms with one window on the left.',
        ),
    ],
  ])('refuses a lead that %s', (_, change) => {
    expect(makeLeadSummaries([{ ...client, text: change(client.text) }], { tellLanguage })).toEqual([]);
  });
});
