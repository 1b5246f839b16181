/**
 * A statement for people and for spreadsheets.
 * Invariant: amounts are printed exactly, from integers; every form holds the same numbers.
 */
import type { Statement, StatementDimension, StatementLine } from '@slipway/contracts';

export type StatementForm = 'text' | 'json' | 'csv';
export type StatementLanguage = 'en' | 'zh';

const titles = {
  en: {
    customer: 'Customer',
    industry: 'Industry',
    model: 'Model',
    period: 'Period',
    numRequests: 'Requests',
    numPromptTokens: 'Input tokens',
    numCachedTokens: 'of which cached',
    numOutputTokens: 'Output tokens',
    amount: 'Amount',
    total: 'Total',
    nothing: 'Nothing was used in this time.',
  },
  zh: {
    customer: '客户',
    industry: '行业',
    model: '模型',
    period: '期间',
    numRequests: '请求数',
    numPromptTokens: '输入词元',
    numCachedTokens: '其中缓存',
    numOutputTokens: '输出词元',
    amount: '金额',
    total: '合计',
    nothing: '此期间没有使用。',
  },
} as const;

const counts = ['numRequests', 'numPromptTokens', 'numCachedTokens', 'numOutputTokens'] as const;

/** Prints a statement. */
export function renderStatement(
  statement: Statement,
  form: StatementForm,
  language: StatementLanguage = 'en',
): string {
  if (form === 'json') return `${JSON.stringify(statement, null, 2)}\n`;
  return form === 'csv' ? renderCsv(statement) : renderText(statement, language);
}

/** Micro-units as a decimal number: at least two places, no trailing zeros beyond. */
export function formatMicroUnits(amount: number): string {
  const value = BigInt(amount);
  const magnitude = value < 0n ? -value : value;
  const decimals = String(magnitude % 1_000_000n)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${value < 0n ? '-' : ''}${magnitude / 1_000_000n}.${decimals}`;
}

function renderText(statement: Statement, language: StatementLanguage): string {
  const words = titles[language];
  if (statement.lines.length === 0) return `${words.nothing}\n`;
  const { groupBy, total } = statement;
  const header = [...groupBy.map((one) => words[one]), ...counts.map((one) => words[one]), words.amount];
  const printLine = (line: StatementLine): string[] => [
    ...counts.map((one) => line[one].toLocaleString('en-US')),
    `${formatMicroUnits(line.amountMicroUnits)} ${line.currency}`,
  ];
  const body = statement.lines.map((line) => [...groupBy.map((one) => line[one] ?? ''), ...printLine(line)]);
  const label = groupBy.map((_, index) => (index === 0 ? words.total : ''));
  const rows = [header, ...body, [...label, ...printLine(total)]];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => measureWidth(row[column] ?? ''))));
  const printed = rows.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - measureWidth(cell));
        return column < groupBy.length ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd(),
  );
  const rule = '-'.repeat(Math.max(...printed.map(measureWidth)));
  return `${[printed[0], rule, ...printed.slice(1, -1), rule, printed.at(-1)].join('\n')}\n`;
}

/** RFC 4180, with the total left out: a spreadsheet adds up itself. */
function renderCsv({ groupBy, lines }: Statement): string {
  const header = [...groupBy, ...counts, 'amountMicroUnits', 'amount', 'currency'];
  const rows = lines.map((line) => [
    ...groupBy.map((one: StatementDimension) => guardCell(line[one] ?? '')),
    ...counts.map((one) => String(line[one])),
    String(line.amountMicroUnits),
    formatMicroUnits(line.amountMicroUnits),
    line.currency,
  ]);
  return [header, ...rows].map((row) => `${row.map(quoteCell).join(',')}\r\n`).join('');
}

/** A name must not become a formula where it is opened. */
function guardCell(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

function quoteCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Columns a text takes in a terminal: East Asian wide characters take two. */
function measureWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}
