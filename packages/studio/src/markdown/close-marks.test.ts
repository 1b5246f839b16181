import { describe, expect, it } from 'vitest';
import { closeMarks } from './close-marks.ts';

describe('marks left open at the end of a text', () => {
  it.each([
    ['Run `npm sta', 'Run `npm sta`'],
    ['It is **very impor', 'It is **very impor**'],
    ['It is **very ', 'It is **very**'],
    ['It is *so', 'It is *so*'],
    ['It is **bold and *slanted', 'It is **bold and *slanted***'],
    ['See [the guide](https://exam', 'See the guide'],
    ['And then **', 'And then '],
    ['- **First:** done\n- **Sec', '- **First:** done\n- **Sec**'],
  ])('are closed: %s', (text, closed) => {
    expect(closeMarks(text)).toBe(closed);
  });

  it.each([
    'Done **well**, with `code` and 2 * 3 [1].',
    'A star * alone, and a list:\n\n* one\n* two',
    'snake_case_names stay, `**` too',
    '```js\nconst a = `x',
    'An earlier **paragraph stays\n\nas it is.',
  ])('are only closed where they are open: %s', (text) => {
    expect(closeMarks(text)).toBe(text);
  });
});
