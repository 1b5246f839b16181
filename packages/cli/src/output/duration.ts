/**
 * Durations, sizes and counts in people's words.
 */
import type { Language } from '../messages/language.ts';

const thinSpace = '\u2009';

/** 75_000 -> "1 min 15 s"; 7_300_000 -> "2 h 2 min"; in Chinese "1 分 15 秒". */
export function formatDuration(durationMs: number, language: Language): string {
  const words = language === 'zh' ? { h: '小时', min: '分', s: '秒' } : { h: 'h', min: 'min', s: 's' };
  const seconds = Math.round(durationMs / 1000);
  if (durationMs > 0 && durationMs < 50) return `< 0.1 ${words.s}`;
  if (durationMs < 9_950) return `${(durationMs / 1000).toFixed(1)} ${words.s}`;
  if (seconds < 60) return `${seconds} ${words.s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return joinParts(minutes, words.min, seconds % 60, words.s);
  return joinParts(Math.floor(minutes / 60), words.h, minutes % 60, words.min);
}

/** 98_362_432 -> "98.4 MB". */
export function formatBytes(numBytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = numBytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** 12345678 -> "12 345 678" with thin spaces. */
export function formatCount(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, thinSpace);
}

/** 1_234_567 micro-units -> "1.234567". */
export function formatMoney(amountMicroUnits: number, currency: string): string {
  const sign = amountMicroUnits < 0 ? '-' : '';
  const digits = Math.abs(amountMicroUnits).toString().padStart(7, '0');
  return `${sign}${digits.slice(0, -6)}.${digits.slice(-6)} ${currency}`;
}

function joinParts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
