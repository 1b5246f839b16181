// Shows the steps of set-up: one line a step, with its duration when it ends. On a terminal the running step counts its
// seconds in place; elsewhere it prints a start line, a sign of life every half minute, and an end line.
// Invariant: everything goes to the one stream given (standard error), so standard output stays the program's own.

import { formatDuration } from './duration.mjs';

const heartbeatMs = 30_000;

function fitLine(line, columns) {
  // Chinese characters take two columns; counting each as two keeps the line from wrapping.
  let width = 0;
  let end = 0;
  for (const character of line) {
    width += character.codePointAt(0) > 0x2e80 ? 2 : 1;
    if (width > columns - 1) break;
    end += character.length;
  }
  return line.slice(0, end);
}

/**
 * Makes a progress display.
 * @param {{stream: NodeJS.WriteStream, language: 'en' | 'zh'}} options
 * @returns `say(line)` prints a line; `step(label, work)` runs `work(update)`, where `update(text)` shows a detail.
 *   A result that `hasSucceeded` denies ends the step with a dash: what it was for is left out, and the caller says why.
 */
export function createProgress({ stream, language }) {
  const say = (line) => void stream.write(`${line}\n`);

  async function step(label, work, hasSucceeded = () => true) {
    const startedAt = performance.now();
    const elapsed = () => formatDuration(performance.now() - startedAt, language);
    let detail = '';
    const line = () => `… ${label}${detail && `: ${detail}`} (${elapsed()})`;
    const clear = () => stream.isTTY && stream.write('\r\x1b[2K');
    const draw = () => stream.write(`\r\x1b[2K${fitLine(line(), stream.columns || 80)}`);
    if (!stream.isTTY) say(`… ${label}`);
    const timer = setInterval(stream.isTTY ? draw : () => say(line()), stream.isTTY ? 500 : heartbeatMs);
    try {
      const result = await work((text) => {
        detail = text;
      });
      clear();
      say(`${hasSucceeded(result) ? '✓' : '–'} ${label} (${elapsed()})`);
      return result;
    } catch (error) {
      clear();
      say(`✗ ${label} (${elapsed()})`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  return { say, step };
}
