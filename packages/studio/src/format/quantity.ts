/**
 * Quantities with their units: bytes, durations, money, parameters.
 * Invariant: no number leaves here without its unit; decimal prefixes (1 kB = 1,000 bytes).
 */
import { formatCount, formatDecimal } from './count.ts';

type Language = 'en' | 'zh';
const space = '\u00a0';

/** Bytes: `3.1 MB`. */
export function formatBytes(numBytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = numBytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.5 ? 0 : 1;
  return `${formatDecimal(value, digits)}${space}${units[unit]}`;
}

/** A duration in people's words: `820 ms`, `3.2 s`, `3 min 20 s`, `1 h 5 min`, `2 d 3 h`. */
export function formatDuration(durationMs: number, language: Language): string {
  const words =
    language === 'zh'
      ? { ms: '毫秒', s: '秒', min: '分', h: '小时', d: '天' }
      : { ms: 'ms', s: 's', min: 'min', h: 'h', d: 'd' };
  const join = (parts: [number | string, string][]) =>
    parts.map(([value, unit]) => `${value}${space}${unit}`).join(space);
  if (durationMs < 999.5) return join([[Math.round(durationMs), words.ms]]);
  if (durationMs < 9_950) return join([[formatDecimal(durationMs / 1000, 1), words.s]]);
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 60) return join([[seconds, words.s]]);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return join(withRest([minutes, words.min], [seconds % 60, words.s]));
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return join(withRest([hours, words.h], [minutes % 60, words.min]));
  return join(withRest([Math.floor(hours / 24), words.d], [hours % 24, words.h]));
}

function withRest(first: [number, string], rest: [number, string]): [number, string][] {
  return rest[0] === 0 ? [first] : [first, rest];
}

/** Money from micro-units, to as many decimals as it needs and at least two: `0.000412 EUR`. */
export function formatMoney(amountMicroUnits: number, currency: string): string {
  const numDecimals = amountMicroUnits % 10_000 === 0 ? 2 : amountMicroUnits % 100 === 0 ? 4 : 6;
  return `${formatDecimal(amountMicroUnits / 1_000_000, numDecimals)}${space}${currency}`;
}

/** Parameters of a model: `135 M`, `1.5 B`; in Chinese `1.35 亿`. */
export function formatParameters(numParameters: number, language: Language): string {
  if (language === 'zh') {
    const hundredMillions = numParameters / 1e8;
    if (hundredMillions >= 1) return `${trim(hundredMillions)}${space}亿`;
    return `${trim(numParameters / 1e4)}${space}万`;
  }
  if (numParameters >= 1e9) return `${trim(numParameters / 1e9)}${space}B`;
  if (numParameters >= 1e6) return `${formatCount(numParameters / 1e6)}${space}M`;
  return formatCount(numParameters);
}

function trim(value: number): string {
  return formatDecimal(value, value >= 100 ? 0 : 2).replace(/\.?0+$/, '');
}
