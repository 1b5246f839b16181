/**
 * Compares tables as Drizzle declares them with tables as migrations made them.
 * Invariant: a column, type, nullability, key or index that stands on one side only is told.
 */
import { sql } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import type { Database } from './database.ts';

/** How PostgreSQL names the types that Drizzle writes. */
const typeNames: Record<string, string> = {
  bigserial: 'bigint',
  serial: 'integer',
  'timestamp (3) with time zone': 'timestamp(3) with time zone',
};

/** @returns one line for each difference; none where both agree */
export async function findTableDifferences(
  database: Database,
  tables: readonly PgTable[],
): Promise<string[]> {
  const differences: string[] = [];
  for (const table of tables) {
    const { name } = getTableConfig(table);
    const declared = [...declareColumns(table), ...declareKeys(table)].sort();
    const made = [...(await readColumns(database, name)), ...(await readKeys(database, name))].sort();
    for (const line of declared)
      if (!made.includes(line)) differences.push(`${name}: only in Drizzle: ${line}`);
    for (const line of made) if (!declared.includes(line)) differences.push(`${name}: only in SQL: ${line}`);
  }
  return differences;
}

function declareColumns(table: PgTable): string[] {
  return getTableConfig(table).columns.map((column) => {
    const type = column.getSQLType();
    return `column ${column.name} ${typeNames[type] ?? type}${column.notNull ? ' not null' : ''}`;
  });
}

function declareKeys(table: PgTable): string[] {
  const { columns, primaryKeys, indexes } = getTableConfig(table);
  const single = columns.filter((column) => column.primary).map((column) => column.name);
  const keys = [...primaryKeys.map((key) => key.columns.map((column) => column.name)), single];
  return [
    ...keys.filter((names) => names.length > 0).map((names) => `primary key ${names.join(', ')}`),
    ...columns.filter((column) => column.isUnique).map((column) => `unique index ${column.name}`),
    ...indexes.map(({ config }) => {
      const names = config.columns.map((column) => ('name' in column ? column.name : '?'));
      return `${config.unique ? 'unique ' : ''}index ${names.join(', ')}`;
    }),
  ];
}

async function readColumns(database: Database, table: string): Promise<string[]> {
  const rows = await readRows(
    database,
    sql`select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required
        from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`,
  );
  return rows.map((row) => `column ${row.name} ${row.type}${row.required ? ' not null' : ''}`);
}

async function readKeys(database: Database, table: string): Promise<string[]> {
  const rows = await readRows(
    database,
    sql`select i.indisprimary as "isPrimary", i.indisunique as "isUnique",
          (select string_agg(a.attname, ', ' order by k.position)
             from unnest(i.indkey) with ordinality as k(number, position)
             join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number) as names
        from pg_index i where i.indrelid = ${table}::regclass`,
  );
  return rows.map((row) => {
    if (row.isPrimary) return `primary key ${row.names}`;
    return `${row.isUnique ? 'unique ' : ''}index ${row.names}`;
  });
}

async function readRows(
  database: Database,
  query: ReturnType<typeof sql>,
): Promise<Record<string, unknown>[]> {
  const result = (await database.execute(query)) as unknown as { rows: Record<string, unknown>[] };
  return result.rows;
}
