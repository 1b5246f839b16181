// The stages as Markdown: every field of each spec with its type, default and meaning, every input and output.
// Invariant: made of the stages' zod schemas and of the comments above their fields, so the document says what the code does.
// Refuses to write files: `write-reference.mjs` does.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

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
 */
export function describeStages(stages, root) {
  return Object.values(stages)
    .map((stage) => describeStage(stage, readComments(root, stage.name)))
    .join('\n');
}

function describeStage(stage, comments) {
  const schema = z.toJSONSchema(stage.spec, { io: 'input' });
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) =>
    row(
      `\`${name}\``,
      describeType(field),
      describeDefault(field, required.has(name)),
      comments.get(name) ?? '',
    ),
  );
  const inputs = Object.entries(stage.inputs).map(([role, input]) =>
    row(`\`${role}\``, input.kind, { one: 'one', optional: 'none or one', many: 'any number' }[input.arity]),
  );
  const outputs = Object.entries(stage.outputs).map(([name, kind]) => `\`${name}\` (${kind})`);
  return [
    `### ${stage.name}`,
    '',
    `${stage.summary.en}. ${stage.summary.zh}。`,
    '',
    table(['field', 'type', 'default', 'meaning'], fields),
    ...(inputs.length > 0 ? [table(['input', 'takes', 'how many'], inputs)] : ['Takes no input.', '']),
    `Makes ${outputs.join(', ')}.`,
    '',
  ].join('\n');
}

const row = (...cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const table = (heads, rows) => [row(...heads), `|${'---|'.repeat(heads.length)}`, ...rows, ''].join('\n');

function describeDefault(field, isRequired) {
  if (isRequired) return 'required';
  return field.default === undefined ? '-' : `\`${JSON.stringify(field.default)}\``;
}

function describeType(field) {
  if (field.anyOf) return field.anyOf.map(describeType).join(' or ');
  if (field.enum) return field.enum.map((one) => `\`${one}\``).join(', ');
  if (field.const !== undefined) return `\`${field.const}\``;
  if (field.type === 'array') return `list of ${describeType(field.items)}`;
  if (field.pattern) return `text like \`${field.pattern}\``;
  if (field.type === 'string') return 'text';
  const word = field.type === 'integer' ? 'whole number' : field.type;
  return [word, ...describeBounds(field)].join(', ');
}

function describeBounds(field) {
  const bounds = [
    ['above', field.exclusiveMinimum],
    ['from', field.minimum],
    ['to', field.maximum],
    ['below', field.exclusiveMaximum],
  ];
  const told = bounds.filter(([, value]) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER);
  return told.length > 0 ? [told.map(([name, value]) => `${name} ${value}`).join(' ')] : [];
}

/** The comment above each field of a spec. */
function readComments(root, name) {
  const text = readFileSync(join(root, 'packages/stages/src', name, 'spec.ts'), 'utf8');
  const comments = new Map();
  for (const [, comment, field] of text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*\n\s*(\w+)(?::|,)/g)) {
    comments.set(field, comment.replaceAll(/\s*\n\s*\*\s?/g, ' ').trim());
  }
  return comments;
}
