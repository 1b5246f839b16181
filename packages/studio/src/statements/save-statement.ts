/**
 * Saves a statement as a CSV file, UTF-8 with a mark so that spreadsheets read Chinese.
 */
import { statementCsv } from '@slipway/client';
import type { Statement } from '@slipway/contracts';

/** Hands the browser the file to save. */
export function saveStatement(statement: Statement): void {
  const blob = new Blob(['\ufeff', statementCsv(statement)], { type: 'text/csv;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `statement-by-${statement.groupBy.join('-')}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
