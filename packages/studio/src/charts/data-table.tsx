/**
 * The numbers of a picture as a table.
 */
import type { ReactNode } from 'react';

export interface TableData {
  columns: readonly { name: string; isNumber?: boolean }[];
  rows: readonly (readonly ReactNode[])[];
}

/** A plain table; number columns stand to the right in tabular figures. */
export function DataTable({ caption, data }: { caption: string; data: TableData }): ReactNode {
  return (
    <table className="table">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {data.columns.map(({ name, isNumber }) => (
            <th key={name} scope="col" className={isNumber ? 'number' : ''}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.rows.map((row, rowIndex) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a picture have no identity but their place
          <tr key={rowIndex}>
            {row.map((cell, index) => (
              <td key={data.columns[index]?.name} className={data.columns[index]?.isNumber ? 'number' : ''}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
