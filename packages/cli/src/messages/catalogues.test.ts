import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runState, statementDimension, stepState } from '@slipway/contracts';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../program.ts';
import { en } from './en.ts';
import { helpZh } from './help-zh.ts';
import { zh } from './zh.ts';

const source = fileURLToPath(new URL('../', import.meta.url));
const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('messages') && !path.includes('.test.'))
  .map((path) => readFileSync(source + path, 'utf8'))
  .join('\n');
const names = Object.keys(en) as (keyof typeof en)[];

/** Read by a name that is only known when it runs: states, dimensions, the lines of a receipt and of the doctor. */
const byName = new Set<string>([
  ...runState.options,
  ...stepState.options,
  ...statementDimension.options,
  'passages',
  ...[...code.matchAll(/^ {4}\| '(\w+)'/gm)].map(([, name]) => name ?? ''),
]);

describe('the catalogues', () => {
  it('hold no text that nothing shows', () => {
    const isUsed = (name: string) => byName.has(name) || new RegExp(`\\btexts\\.${name}\\b`).test(code);
    expect(names.filter((name) => !isUsed(name))).toEqual([]);
  });

  it('write Chinese as Chinese', () => {
    const isLatin = (text: string) => /[a-z]{3}/.test(text) && !/[\u4e00-\u9fff]/.test(text);
    expect(names.filter((name) => isLatin(zh[name]))).toEqual(['node', 'python']);
    for (const name of names) expect(zh[name], name).not.toMatch(/[\u4e00-\u9fff][,;:!?]/);
  });
});

const sentences = (command: Command): string[] => [
  command.description(),
  ...command.options.map((option) => option.description),
  ...command.commands.flatMap(sentences),
];

describe('the help', () => {
  const program = createProgram('zh', () => Promise.reject(new Error('help needs no context')));
  const used = new Set(sentences(program).filter((sentence) => /^[a-z]+ [a-z]/i.test(sentence)));
  // These list values, which are the same in every language.
  const isList = (sentence: string) => /^(one )?of \w+(, |$)/.test(sentence) || sentence.startsWith('ISO ');
  const ownOfParser = ['Usage:', 'Options:', 'Commands:', 'Global Options:', 'display help for command'];

  it('is in Chinese, each sentence of it, and holds no other', () => {
    expect([...used].filter((sentence) => !isList(sentence) && !(sentence in helpZh))).toEqual([]);
    const known = new Set([...used, ...ownOfParser]);
    expect(Object.keys(helpZh).filter((sentence) => !known.has(sentence))).toEqual([]);
  });

  it('reads as Chinese', () => {
    const text = program.helpInformation();
    expect(text).toMatch(/用法：/);
    expect(text).toMatch(/取回一个模型/);
    expect(text).not.toMatch(/Usage|Options|Commands|display help/);
    const deploy = program.commands.find((command) => command.name() === 'deploy');
    expect(deploy?.helpInformation()).toMatch(/提问与回答的词元总数 \(默认："2048"\)/);
  });
});
