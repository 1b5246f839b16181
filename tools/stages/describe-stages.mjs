// The stages as Markdown: every field of each spec with its type, default and meaning, every input and output.
// Invariant: made of the stages' zod schemas and of the comments above their fields, so the document says what the code does. A comment
// tells a field's meaning in English and, after `@zh`, in Chinese.
// Refuses to write files: `write-reference.mjs` does.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The document of each language that holds the reference. */
export const documents = { en: 'docs/recipes.md', zh: 'docs/recipes.zh-CN.md' };
export const startMark = '<!-- stages: written by tools/stages/write-reference.mjs -->';
export const endMark = '<!-- /stages -->';

/** Puts the reference between the marks of a document. */
export function fillReference(document, reference) {
  const start = document.indexOf(startMark);
  const end = document.indexOf(endMark);
  if (start < 0 || end < start) throw new Error(`the document lacks ${startMark} ... ${endMark}`);
  return `${document.slice(0, start)}${startMark}\n\n${reference}\n${document.slice(end)}`;
}

/**
 * @param stages by name, in the order in which they are told
 * @param root of the repository
 * @param language `en` or `zh`
 */
export function describeStages(stages, root, language = 'en') {
  const words = languages[language];
  return Object.values(stages)
    .map((stage) => describeStage(stage, words, readMeanings(root, stage.name, language)))
    .join('\n');
}

function describeStage(stage, words, meanings) {
  const schema = z.toJSONSchema(stage.spec, { io: 'input' });
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const cells = [
      `\`${name}\``,
      describeType(field, words),
      describeDefault(field, required.has(name), words),
    ];
    return row(...cells, meanings.get(name) ?? '');
  });
  const inputs = Object.entries(stage.inputs).map(([role, input]) =>
    row(`\`${role}\``, input.kind, words.arity[input.arity]),
  );
  const outputs = Object.entries(stage.outputs).map(([name, kind]) => words.output(name, kind));
  return [
    `### ${stage.name}`,
    '',
    words.summary(stage.summary),
    '',
    table(words.fieldHeads, fields),
    ...(inputs.length > 0 ? [table(words.inputHeads, inputs)] : [words.noInput, '']),
    words.makes(outputs),
    '',
  ].join('\n');
}

const languages = {
  en: {
    fieldHeads: ['field', 'type', 'default', 'meaning'],
    inputHeads: ['input', 'takes', 'how many'],
    arity: { one: 'one', optional: 'none or one', many: 'any number' },
    summary: ({ en, zh }) => `${en}. ${zh}。`,
    noInput: 'Takes no input.',
    output: (name, kind) => `\`${name}\` (${kind})`,
    makes: (outputs) => `Makes ${outputs.join(', ')}.`,
    required: 'required',
    join: ', ',
    or: ' or ',
    list: (type) => `list of ${type}`,
    like: (pattern) => `text like ${pattern}`,
    types: { string: 'text', integer: 'whole number' },
    bounds: { above: 'above', from: 'from', to: 'to', below: 'below' },
  },
  zh: {
    fieldHeads: ['字段', '类型', '默认值', '含义'],
    inputHeads: ['输入', '取用', '数量'],
    arity: { one: '一个', optional: '零或一个', many: '任意多个' },
    summary: ({ zh }) => `${zh}。`,
    noInput: '不需要输入。',
    output: (name, kind) => `\`${name}\`（${kind}）`,
    makes: (outputs) => `产出 ${outputs.join('、')}。`,
    required: '必填',
    join: '，',
    or: ' 或 ',
    list: (type) => `列表，每项为${/^[`\w]/.test(type) ? ' ' : ''}${type}`,
    like: (pattern) => `文本，形如 ${pattern}`,
    types: { string: '文本', integer: '整数', number: '数', boolean: '是或否', object: '对象' },
    bounds: { above: '大于', from: '不小于', to: '不大于', below: '小于' },
  },
};

const row = (...cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const table = (heads, rows) => [row(...heads), `|${'---|'.repeat(heads.length)}`, ...rows, ''].join('\n');

function describeDefault(field, isRequired, words) {
  if (isRequired) return words.required;
  return field.default === undefined ? '-' : `\`${JSON.stringify(field.default)}\``;
}

function describeType(field, words) {
  if (field.anyOf) return field.anyOf.map((one) => describeType(one, words)).join(words.or);
  if (field.enum) return field.enum.map((one) => `\`${one}\``).join(words.join);
  if (field.const !== undefined) return `\`${field.const}\``;
  if (field.type === 'array') return words.list(describeType(field.items, words));
  if (field.pattern) return words.like(`\`${field.pattern}\``);
  return [words.types[field.type] ?? field.type, ...describeBounds(field, words)].join(words.join);
}

function describeBounds(field, { bounds }) {
  if (field.type === 'string') return [];
  const values = [
    [bounds.above, field.exclusiveMinimum],
    [bounds.from, field.minimum],
    [bounds.to, field.maximum],
    [bounds.below, field.exclusiveMaximum],
  ];
  const told = values.filter(([, value]) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER);
  return told.length > 0 ? [told.map(([name, value]) => `${name} ${value}`).join(' ')] : [];
}

/** What the comment above each field of a spec says in a language. */
function readMeanings(root, name, language) {
  const text = readFileSync(join(root, 'packages/stages/src', name, 'spec.ts'), 'utf8');
  const meanings = new Map();
  for (const [, comment, field] of text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*\n\s*(\w+)(?::|,)/g)) {
    const [en, zh] = comment.replaceAll(/\s*\n\s*\*\s?/g, ' ').split('@zh ');
    meanings.set(field, ((language === 'zh' ? zh : en) ?? '').trim());
  }
  return meanings;
}
