/**
 * A table of a card's page: named, its columns headed, and wide ones scrolled within themselves.
 */
import { fill, type Texts } from '../../messages/texts.ts';
import { formatCount } from '../../output/duration.ts';
import { html, type Markup, noMarkup } from './markup.ts';

export interface PageColumn<Row> {
  title: string;
  /** The first column names the row. */
  value(row: Row): Markup | string;
  isNumber?: boolean;
}

/** A table that may be long: its first rows, and all of them to be unfolded. */
export function writeLongTable<Row>(
  label: string,
  rows: readonly Row[],
  { columns, texts }: { columns: readonly PageColumn<Row>[]; texts: Texts },
): Markup {
  if (rows.length <= numShown + 1) return writeTable(label, rows, columns);
  const whole = fill(texts.cardAllRows, { label, count: formatCount(rows.length) });
  const left = rows.length - maxRows;
  const more = left > 0 ? html`<p>${fill(texts.andMore, { count: formatCount(left) })}</p>` : noMarkup;
  return html`${writeTable(label, rows.slice(0, numShown), columns)}
<details><summary>${whole}</summary>${writeTable(whole, rows.slice(0, maxRows), columns)}${more}</details>`;
}

const numShown = 10;
/** More would make the page heavy; what is most comes first. */
const maxRows = 500;

export function writeTable<Row>(
  label: string,
  rows: readonly Row[],
  columns: readonly PageColumn<Row>[],
): Markup {
  if (rows.length === 0) return noMarkup;
  const kind = ({ isNumber = false }: PageColumn<Row>) => (isNumber ? 'n' : 'name');
  const heads = columns.map((column) => html`<th scope="col" class="${kind(column)}">${column.title}</th>`);
  const cells = (row: Row) =>
    columns.map((column, place) =>
      place === 0
        ? html`<th scope="row" class="name">${column.value(row)}</th>`
        : html`<td class="${kind(column)}">${column.value(row)}</td>`,
    );
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table><caption>${label}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells(row)}</tr>`)}</tbody></table></div>`;
}
