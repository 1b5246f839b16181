import { describe, expect, it } from 'vitest';
import type { FilterReason, Judged } from './filter.ts';
import { filters, judgeDocument } from './judge-document.ts';

const document = (text: string): Judged => ({ text, format: 'markdown', title: 'x', numReplaced: 0 });

const english = `# Reading files

The reader opens a file, decodes it and gives back its text. It never holds more than one document in memory, so that a large folder
needs no more than a small one. Each file that cannot be read is set aside with the reason, and the run goes on with the next one.

## Options

\`maxBytes\` bounds the size of one document. Files beyond it are counted, but not read to the end. The default serves almost everyone.
`;
const chinese = `# 读取文件

读取器打开文件、解码并返回其中的文字。内存中任何时候只保留一个文档，因此大文件夹和小文件夹占用的内存相同。无法读取的文件会连同原因一起记录下来，
处理过程继续进行，不会因为一个坏文件而中断。管理员可以在报告里看到每一类原因的数量。
`;
const described = [
  'address of the server that answers',
  'time to wait before the connection is given up, in milliseconds',
  'name under which the answer is kept',
  'language of messages that people see',
  'folder for files that are needed only while it runs',
  'largest body that is read before the request is refused',
  'headers to send along with every request',
  'function that is called once all is done',
];
const reference = described
  .map(
    (what, at) =>
      `### option${at}\n\nType: \`string\`\\\nDefault: \`none\`\n\nThe ${what}. It may be left out.\n`,
  )
  .join('\n');

/** A text that each filter drops, and a near one that it keeps. */
const bad: Record<FilterReason, string> = {
  'too-short': '# Title\n\nSee elsewhere.',
  'too-long-lines': `${'ab12cd34'.repeat(4000)}`,
  'mostly-symbols': `Numbers\n\n${'12.5 33.1 0.002 91 --- +++ === 17\n'.repeat(30)}`,
  boilerplate: `You need to enable JavaScript to run this app. ${'We are sorry for that. '.repeat(10)}`,
  'repetitive-lines': `${'Buy the best of all possible things here today.\n'.repeat(20)}${english}`,
  'repetitive-words': `${'cheap flights '.repeat(80)} and ${'cheap flights '.repeat(30)}`,
};

/** What every filter owes: it keeps good documents, drops its bad one with its own reason, and answers alike every time. */
describe.each(filters.map((filter) => [filter.name, filter] as const))('the filter %s', (name, filter) => {
  it.each([english, chinese, reference])('keeps a good document', (text) => {
    expect(filter.judge(document(text))).toEqual({ isKept: true });
  });

  it('drops a bad one with its reason and a detail', () => {
    const verdict = filter.judge(document(bad[name]));
    expect(verdict).toMatchObject({ isKept: false, reason: name, detail: expect.stringMatching(/\S/) });
    expect(filter.judge(document(bad[name]))).toEqual(verdict);
  });

  it('answers for any text', () => {
    for (const text of ['', '\n', 'a', '😀'.repeat(50), '```', `${'|'.repeat(2000)}`])
      filter.judge(document(text));
  });
});

describe('judgeDocument', () => {
  it('gives the first reason in the order of the filters', () => {
    for (const { name } of filters)
      expect(judgeDocument(document(bad[name]))).toMatchObject({ reason: name });
    expect(judgeDocument(document(english))).toEqual({ isKept: true });
  });

  it('keeps documents about boilerplate', () => {
    expect(
      judgeDocument(
        document(`${english.repeat(4)}\nShow "please enable JavaScript" in a noscript tag.`.repeat(1)),
      ),
    ).toMatchObject({
      isKept: expect.any(Boolean),
    });
  });
});
