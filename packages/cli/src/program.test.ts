import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { createProgram } from './program.ts';

const program = createProgram('en', () => Promise.reject(new Error('help needs no context')));
const withAll = (command: Command): Command[] => [command, ...command.commands.flatMap(withAll)];
const nameOf = (command: Command): string =>
  command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();

it.each(withAll(program).map((command) => ({ name: nameOf(command), command })))(
  'the help of $name lists each option once',
  ({ command }) => {
    const listed = [...command.helpInformation().matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(
      ([, long]) => long,
    );
    expect(listed).toEqual([...new Set(listed)]);
    expect(listed).toEqual(expect.arrayContaining(['--json', '--home']));
  },
);
