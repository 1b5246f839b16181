import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../program.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const program = createProgram('en', () => Promise.reject(new Error('names need no context')));
const optionName = /(?<![\w-])--[a-z][a-z-]*/g;

const optionsOf = (command: Command): (string | undefined)[] => [
  '--help',
  ...command.options.map(({ long }) => long),
  ...(command.parent ? optionsOf(command.parent) : []),
];
const everyOption = (command: Command): (string | undefined)[] => [
  ...optionsOf(command),
  ...command.commands.flatMap(everyOption),
];
/** What llama.cpp's own programs take. */
const ofOthers = ['--merge'];
const known = new Set([...everyOption(program), ...ofOthers]);

/** What a call such as `slipway data run PATH --languages en` names that is not there. */
function findStrangers(call: string): string[] {
  let command = program;
  for (const word of call.split(/\s+/).slice(1)) {
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) {
      if (command.commands.length > 0 && /^[a-z]+$/.test(word)) return [`${call}: no command ${word}`];
      break;
    }
    command = next;
  }
  const own = new Set(optionsOf(command));
  return [...call.matchAll(optionName)].flatMap(([name]) => (own.has(name) ? [] : [`${call}: ${name}`]));
}

/** Calls of the command line within a text: up to where a quotation, a line, a bracket or a clause ends. */
const callsIn = (text: string) =>
  [...text.matchAll(/(?<![\w/.@-])slipway (?!is\b)[a-z](?:(?!\\n|, )[^`\n;()#|，；。])*/g)].map(
    ([call]) => call,
  );

const sources = readdirSync(`${root}packages`, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /^[a-z]+\/src\/(?!.*(?:\.test\.|\/testing\/|\/generated\/)).*\.tsx?$/.test(path),
);
const hints = sources.flatMap((path) => {
  const code = readFileSync(`${root}packages/${path}`, 'utf8');
  const texts = path.includes('/messages/') || path.endsWith('error-wording.ts') ? [code] : [];
  const told = [...code.matchAll(/\bhint(?::|\s*=)[\s\S]{0,400}?[`'";]\s*[,;}]/g)].map(([hint]) => hint);
  return [...texts, ...told].map((text) => ({ path, text }));
});

test('hints and texts name options that there are', () => {
  expect(hints.length).toBeGreaterThan(100);
  const strangers = hints.flatMap(({ path, text }) => [
    ...[...text.matchAll(optionName)]
      .filter(([name]) => !known.has(name))
      .map(([name]) => `${path}: ${name}`),
    ...callsIn(text)
      .flatMap(findStrangers)
      .map((stranger) => `${path}: ${stranger}`),
  ]);
  expect(strangers).toEqual([]);
});

test('pages show calls that there are', () => {
  const pages = ['README.md', 'README.zh-CN.md', ...readdirSync(`${root}docs`).map((name) => `docs/${name}`)];
  const strangers = pages
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) =>
      callsIn(readFileSync(root + path, 'utf8'))
        .flatMap(findStrangers)
        .map((stranger) => `${path}: ${stranger}`),
    );
  expect(strangers).toEqual([]);
});

test('what is not there is found', () => {
  expect(findStrangers('slipway data run ./docs --langauges en')).toHaveLength(1);
  expect(findStrangers('slipway data rnu ./docs')).toHaveLength(1);
  expect(findStrangers('slipway data run ./docs --languages en --json')).toEqual([]);
});
