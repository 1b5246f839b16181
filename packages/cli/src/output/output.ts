/**
 * Where a command writes: results to standard output, what goes on to standard error.
 * Invariant: with `--json` standard output holds JSON and nothing else; without a terminal nothing is drawn over.
 */
import pc from 'picocolors';
import type { Language } from '../messages/language.ts';
import { displayWidth } from './display-width.ts';

export interface Output {
  readonly isJson: boolean;
  readonly isTerminal: boolean;
  readonly language: Language;
  /** A result for people. */
  print(text: string): void;
  /** A result for programs: the whole of it, or one line of a stream. */
  printJson(value: unknown): void;
  /** Something on the way, for people. */
  note(text: string): void;
  /** Replaces the line that is being drawn; without a terminal, nothing. */
  draw(text: string): void;
  /** Ends the line that is being drawn. */
  endLine(): void;
}

export function createOutput(options: { isJson: boolean; language: Language }): Output {
  let drawn = '';
  const isTerminal = process.stderr.isTTY === true;
  const clear = () => {
    if (drawn === '') return;
    process.stderr.write('\r\u001b[K');
    drawn = '';
  };
  return {
    ...options,
    isTerminal,
    print: (text) => {
      clear();
      if (!options.isJson) process.stdout.write(`${text}\n`);
    },
    printJson: (value) => {
      clear();
      process.stdout.write(`${JSON.stringify(value)}\n`);
    },
    note: (text) => {
      clear();
      process.stderr.write(`${text}\n`);
    },
    draw: (text) => {
      if (!isTerminal) return;
      const room = (process.stderr.columns ?? 80) - 1;
      const fitted = displayWidth(text) > room ? `${text.slice(0, Math.max(0, room - 1))}…` : text;
      process.stderr.write(`\r\u001b[K${fitted}`);
      drawn = fitted;
    },
    endLine: clear,
  };
}

/** The one place for colours, so that they mean the same everywhere. */
export const paint = {
  proven: pc.green,
  signal: pc.red,
  past: pc.dim,
  strong: pc.bold,
};
