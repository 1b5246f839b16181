import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStopMatcher } from './stop-matcher.ts';

function runPieces(pieces: string[], stops: string[]): { text: string; isStopped: boolean } {
  const matcher = createStopMatcher(stops);
  let text = '';
  for (const piece of pieces) {
    const step = matcher.push(piece);
    text += step.text;
    if (step.isStopped) return { text, isStopped: true };
  }
  return { text: text + matcher.flush(), isStopped: false };
}

describe('stop matcher', () => {
  it('finds a stop string that is split over pieces and lets none of it out', () => {
    expect(runPieces(['one <', '|en', 'd|> two'], ['<|end|>'])).toEqual({ text: 'one ', isStopped: true });
  });

  it('lets out what only looked like a stop string', () => {
    expect(runPieces(['a\n', '\nb', '\n'], ['\n\n\n'])).toEqual({ text: 'a\n\nb\n', isStopped: false });
  });

  it('takes the earliest of several', () => {
    expect(runPieces(['abcdef'], ['ef', 'cd'])).toEqual({ text: 'ab', isStopped: true });
  });

  it('equals cutting the whole text, however it is cut into pieces', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '中'), maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(letters, { maxLength: 12 }),
        fc.array(letters, { maxLength: 3 }),
        (pieces, stops) => {
          const whole = pieces.join('');
          const { text, isStopped } = runPieces(pieces, stops);
          const wanted = stops.filter((stop) => stop !== '' && whole.includes(stop));
          expect(isStopped).toBe(wanted.length > 0);
          // Which stop is seen first may depend on the pieces; what is let out is always text before one of them.
          if (isStopped) expect(wanted.some((stop) => whole.startsWith(text + stop))).toBe(true);
          else expect(text).toBe(whole);
        },
      ),
    );
  });
});
