/**
 * `slipway logs RUN STEP`: prints the log of a step's newest attempt, following it while it runs.
 * Invariant: with `--json` the pieces stand as the server gives them, the last one with `isEnded` where nothing more will come.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { readLogLine } from '@slipway/client';
import { type AttemptId, runId as runIdSchema } from '@slipway/contracts';
import { parseId } from '../arguments/parse-id.ts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { paint } from '../output/output.ts';
import type { Command } from './command.ts';

const pollMs = 500;

export const logs: Command = {
  register: (program, contextOf) => {
    program
      .command('logs <run> <step>')
      .description("Print a step's log")
      .option('-f, --follow', 'go on until the attempt ends')
      .action(async (run: string, step: string, options: { follow?: boolean }) => {
        const context = await contextOf();
        const { output, texts } = context;
        const params = { id: parseId(runIdSchema, run, 'run') };
        const lines = createLinePrinter(context);
        await context.withClient(async (client) => {
          let offset = 0;
          let attempt: AttemptId | undefined;
          for (;;) {
            const part = await client.readLog({ params, query: { step, offset, attempt } });
            const hasRestarted = attempt !== undefined && part.attemptId !== attempt;
            if (hasRestarted) output.note(fill(texts.logAttempt, { number: part.attemptNumber ?? 0 }));
            attempt = part.attemptId;
            offset = part.nextOffset;
            if (output.isJson && (part.text !== '' || part.isEnded)) output.printJson(part);
            lines.push(part.text);
            if (hasRestarted && part.text === '') continue;
            if (part.text === '' && (part.isEnded || options.follow !== true)) break;
            if (part.text === '') await sleep(pollMs);
          }
          lines.end();
          if (offset === 0) output.note(texts.nothingWritten);
        });
      });
  },
};

/** Prints whole lines of a text that comes in pieces. */
function createLinePrinter({ output }: CommandContext): { push(text: string): void; end(): void } {
  let rest = '';
  const print = (line: string) => {
    const { at, level, text } = readLogLine(line);
    const isGrave = level === 'error' || level === 'fatal';
    const time = at === undefined ? '' : `${paint.past(at.slice(11, 19))}  `;
    output.print(`${time}${isGrave ? paint.signal(text) : text}`);
  };
  return {
    push: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) print(line);
    },
    end: () => {
      if (rest !== '') print(rest);
      rest = '';
    },
  };
}
