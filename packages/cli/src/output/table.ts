/**
 * Tables for terminals: columns aligned by display width, numbers to the right, no lines drawn.
 */
import { displayWidth } from './display-width.ts';
import { paint } from './output.ts';

export interface Column<Row> {
  title: string;
  value(row: Row): string;
  align?: 'left' | 'right';
}

export function renderTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map((row) => columns.map((column) => column.value(row)));
  const widths = columns.map((column, place) =>
    Math.max(displayWidth(column.title), ...cells.map((line) => displayWidth(line[place] ?? ''))),
  );
  const renderLine = (line: readonly string[]) =>
    line
      .map((text, place) => {
        const padding = ' '.repeat(Math.max(0, (widths[place] ?? 0) - displayWidth(text)));
        return columns[place]?.align === 'right' ? padding + text : text + padding;
      })
      .join('  ')
      .trimEnd();
  return [paint.past(renderLine(columns.map((column) => column.title))), ...cells.map(renderLine)].join('\n');
}
