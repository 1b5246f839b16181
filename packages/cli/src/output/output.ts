/**
 * Where a command writes: results to standard output, what goes on to standard error.
 * Invariant: with `--json` standard output holds JSON and nothing else; without a terminal nothing is drawn over, and what goes on is
 * told every half minute.
 */
import pc from 'picocolors';
import type { Language } from '../messages/language.ts';
import { cutText, displayWidth } from './display-width.ts';

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
  /** Replaces the line that is being drawn; without a terminal, a line now and then. */
  draw(text: string): void;
  /** Ends the line that is being drawn. */
  endLine(): void;
}

/** Often enough to see that something goes on, seldom enough for a log file. */
const heartbeatMs = 30_000;

export function createOutput(options: { isJson: boolean; language: Language }): Output {
  let drawn = '';
  let toldAt = performance.now();
  const tell = (text: string) => {
    toldAt = performance.now();
    process.stderr.write(`${text}\n`);
  };
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
      tell(text);
    },
    draw: (text) => {
      if (!isTerminal) {
        if (performance.now() - toldAt >= heartbeatMs) tell(text);
        return;
      }
      // A terminal that does not know its width says 0.
      const room = (process.stderr.columns || 80) - 1;
      const fitted = displayWidth(text) > room ? cutText(text, room - 1) : text;
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
