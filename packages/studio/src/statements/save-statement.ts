/**
 * A statement as a CSV file (RFC 4180, UTF-8 with a mark so that spreadsheets read Chinese).
 * Invariant: amounts stand in whole micro-units beside their currency; nothing is rounded.
 */
import type { Statement, StatementLine } from '@slipway/contracts';

const amounts = [
  'numRequests',
  'numPromptTokens',
  'numCachedTokens',
  'numOutputTokens',
  'amountMicroUnits',
  'currency',
] as const satisfies (keyof StatementLine)[];

/** A field; quoted where it must be, and no spreadsheet takes it for a formula. */
function writeField(value: string | number | undefined): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The statement as CSV text, header first, the total left out. */
export function statementCsv({ groupBy, lines }: Statement): string {
  const columns = [...groupBy, ...amounts];
  const rows = lines.map((line) => columns.map((column) => writeField(line[column])).join(','));
  return `${[columns.join(','), ...rows].join('\r\n')}\r\n`;
}

/** Hands the browser the file to save. */
export function saveStatement(statement: Statement): void {
  const blob = new Blob(['\ufeff', statementCsv(statement)], { type: 'text/csv;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `statement-by-${statement.groupBy.join('-')}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
