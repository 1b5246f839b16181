/**
 * A statement as comma-separated values after RFC 4180: the one form for the command line, the studio and programs.
 * Invariant: amounts stand exactly, in whole micro-units and as a decimal number of the currency; the total is left out, a spreadsheet adds
 * up itself; no spreadsheet takes a name for a formula.
 */
import type { Statement, StatementLine } from '@slipway/contracts';

const counts = ['numRequests', 'numPromptTokens', 'numCachedTokens', 'numOutputTokens'] as const;

/** Header first; each line ends with CR LF. */
export function statementCsv({ groupBy, lines }: Statement): string {
  const header = [...groupBy, ...counts, 'amountMicroUnits', 'amount', 'currency'];
  const rows = lines.map((line: StatementLine) => [
    ...groupBy.map((name) => guardText(line[name] ?? '')),
    ...counts.map((name) => String(line[name])),
    String(line.amountMicroUnits),
    formatMicroUnits(line.amountMicroUnits),
    guardText(line.currency),
  ]);
  return [header, ...rows].map((row) => `${row.map(quoteField).join(',')}\r\n`).join('');
}

/** Micro-units as a decimal number: at least two places, no trailing zeros beyond. */
function formatMicroUnits(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(7, '0');
  const decimals = digits.slice(-6).replace(/0{1,4}$/, '');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -6)}.${decimals}`;
}

/** What a spreadsheet would take for a formula is kept from being one by an apostrophe. */
function guardText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoteField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
