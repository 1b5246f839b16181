import { expect, test } from 'vitest';
import { classifyFormat, formatNumber } from './format-number.ts';

test.each<[number, string | undefined, string]>([
  [0, undefined, 'plain'],
  [14, undefined, 'date'],
  [21, undefined, 'time'],
  [22, undefined, 'date-time'],
  [57, undefined, 'date'],
  [164, 'yyyy"年"m"月"d"日"', 'date'],
  [164, 'd/m/yy h:mm', 'date-time'],
  [164, 'mm:ss.0', 'time'],
  [164, '[h]:mm', 'duration'],
  [164, '#,##0.00 "days"', 'plain'],
  [164, '[Red]0.00%;-0.00%', 'percent'],
  [164, 'General', 'plain'],
  [164, '[$-804]aaaa;@', 'plain'],
])('format %i %s is %s', (id, code, kind) => {
  expect(classifyFormat(id, code)).toBe(kind);
});

test.each<[number, Parameters<typeof formatNumber>[1], boolean, string]>([
  [1, 'date', false, '1900-01-01'],
  [59, 'date', false, '1900-02-28'],
  [61, 'date', false, '1900-03-01'],
  [45_429, 'date', false, '2024-05-17'],
  [43_967, 'date', true, '2024-05-17'],
  [45_429.5, 'date-time', false, '2024-05-17 12:00'],
  [0.260416666666667, 'time', false, '06:15'],
  [1.5, 'duration', false, '36:00:00'],
  [0.1 + 0.2, 'plain', false, '0.3'],
  [-3, 'date', false, '-3'],
  [1e9, 'date', false, '1000000000'],
])('%f as %s', (number, kind, is1904, shown) => {
  expect(formatNumber(number, kind, is1904)).toBe(shown);
});
