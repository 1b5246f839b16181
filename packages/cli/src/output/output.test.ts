import { afterEach, expect, it, vi } from 'vitest';
import { displayWidth } from './display-width.ts';
import { createOutput } from './output.ts';

const { isTTY, columns } = process.stderr;
afterEach(() => {
  Object.assign(process.stderr, { isTTY, columns });
  vi.restoreAllMocks();
});

/** What a terminal of so many columns is sent of a line. */
function drawIn(numColumns: number, text: string): string {
  Object.assign(process.stderr, { isTTY: true, columns: numColumns });
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  createOutput({ isJson: false, language: 'en' }).draw(text);
  return String(written.mock.calls[0]?.[0]).replace('\r\u001b[K', '');
}

it.each([
  ['a ship of signs of two code units', '🚢🚢🚢🚢🚢🚢', '🚢🚢🚢…'],
  ['signs joined to one', 'ship 👩🏽‍🚒👩🏽‍🚒', 'ship …'],
  ['flags', 'ships 🇨🇳🇳🇱', 'ships …'],
  ['marks above letters', 'e\u0301'.repeat(12), `${'e\u0301'.repeat(7)}…`],
  ['wide letters', '港口里的船只', '港口里…'],
])('draws a line within the terminal, cutting between signs: %s', (_, text, drawn) => {
  expect(drawIn(9, text)).toBe(drawn);
  expect(displayWidth(drawn)).toBeLessThan(9);
});

it.each([['港口船只'], ['e\u0301'.repeat(8)], ['harbours']])('draws %s whole where it has room', (text) => {
  expect(drawIn(9, text)).toBe(text);
});

it('draws next to nothing in a terminal that has no room', () => {
  expect(drawIn(1, 'harbour')).toBe('…');
});
