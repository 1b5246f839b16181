/**
 * Counts and decimals as people read them: thousands apart by a thin space in every language, a true minus sign.
 */
import { raise } from './raise.ts';

/** A sixth of an em in Inter; the narrow no-break space is so narrow there that thousands run together. */
const thinSpace = '\u2009';
const minus = '\u2212';

/** A whole number: `2 063`. */
export function formatCount(value: number): string {
  return formatDecimal(Math.round(value), 0);
}

/** A number with a fixed count of decimals: `1 021.50`. Not finite: a dash. */
export function formatDecimal(value: number, numDecimals: number): string {
  if (!Number.isFinite(value)) return '–';
  const [whole = '0', fraction] = Math.abs(value).toFixed(numDecimals).split('.');
  const grouped = whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, thinSpace) : whole;
  const sign = value < 0 && Number(Math.abs(value).toFixed(numDecimals)) !== 0 ? minus : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** A standard error times a factor; a dash where none can be told. */
export function formatError(standardError: number | null, numDecimals: number, factor = 1): string {
  return formatDecimal(standardError === null ? Number.NaN : factor * standardError, numDecimals);
}

/** A number to three significant digits, never in powers of ten: `0.0123`, `12.3`, `1 230`. */
export function formatSignificant(value: number): string {
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  if (magnitude < -6)
    return `${value < 0 ? minus : ''}${Math.abs(value)
      .toExponential(1)
      .replace('e-', '×10⁻')
      .replace(/⁻(\d+)$/, (_, power: string) => `⁻${raise(power)}`)}`;
  return formatDecimal(value, Math.max(0, Math.min(8, 2 - magnitude)));
}

/** A number with no more decimals than it has, and four at most: `50`, `0.15`. */
export function formatShort(value: number): string {
  const [, fraction = ''] = String(Math.round(value * 10_000) / 10_000).split('.');
  return formatDecimal(value, fraction.length);
}

/** A whole number of which two digits are told, as an estimate has no more: `520 000`. */
export function formatRoughly(value: number): string {
  return formatCount(Number(value.toPrecision(2)));
}

/** A difference with its sign always written: `+0.012`, `−0.083`. */
export function formatDifference(value: number, numDecimals: number): string {
  const text = formatDecimal(value, numDecimals);
  return value > 0 ? `+${text}` : text;
}
