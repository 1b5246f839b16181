/**
 * A statement: what was used and what it cost, grouped.
 * Invariant: the total is the sum of the lines; sums are of amounts rounded per event (half to even), so any grouping adds up to the same.
 * Periods are of UTC; `from` belongs to a statement, `until` does not.
 */
import { invariant, type Statement, type StatementDimension, type StatementLine } from '@slipway/contracts';
import type { Queries } from '@slipway/core';
import { and, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import { defaultCurrency } from './prices.ts';
import { customers, prices, usageEvents } from './tables.ts';

export interface StatementQuery {
  by: readonly StatementDimension[];
  from?: string | undefined;
  until?: string | undefined;
  granularity: 'day' | 'month';
}

const periodFormats = { day: 'YYYY-MM-DD', month: 'YYYY-MM' } as const;

/** Adds the ledger up. */
export async function makeStatement(database: Queries, query: StatementQuery): Promise<Statement> {
  const groupBy = [...new Set(query.by)];
  const expressions = groupBy.map((dimension) => toExpression(dimension, query.granularity));
  const rows = await database
    .select({
      // One text column for all dimensions keeps the number of columns fixed.
      group: sql<string>`json_build_array(${sql.join(expressions, sql`, `)})::text`,
      numRequests: sql<string>`count(*)::text`,
      numPromptTokens: sql<string>`sum(${usageEvents.numPromptTokens})::text`,
      numCachedTokens: sql<string>`sum(${usageEvents.numCachedTokens})::text`,
      numOutputTokens: sql<string>`sum(${usageEvents.numOutputTokens})::text`,
      amount: sql<string>`sum(${usageEvents.amountMicroUnits})::text`,
    })
    .from(usageEvents)
    .leftJoin(customers, eq(customers.id, usageEvents.customerId))
    .where(makeCondition(query))
    .groupBy(...(expressions.length === 0 ? [sql`()`] : expressions))
    .orderBy(...expressions);
  const [priced] = await database.select({ currency: prices.currency }).from(prices).limit(1);
  const currency = priced?.currency ?? defaultCurrency;
  const lines = rows
    .filter((row) => row.numRequests !== '0')
    .map((row): StatementLine => {
      const values = JSON.parse(row.group) as (string | null)[];
      return {
        ...Object.fromEntries(groupBy.map((dimension, index) => [dimension, values[index] ?? 'unknown'])),
        numRequests: toNumber(row.numRequests),
        numPromptTokens: toNumber(row.numPromptTokens),
        numCachedTokens: toNumber(row.numCachedTokens),
        numOutputTokens: toNumber(row.numOutputTokens),
        amountMicroUnits: toNumber(row.amount),
        currency,
      };
    });
  return {
    ...(query.from === undefined ? {} : { from: query.from }),
    ...(query.until === undefined ? {} : { until: query.until }),
    groupBy,
    lines,
    total: addUp(lines, currency),
  };
}

function toExpression(dimension: StatementDimension, granularity: StatementQuery['granularity']): SQL {
  switch (dimension) {
    case 'customer':
      return sql`${customers.name}`;
    case 'industry':
      return sql`${customers.industry}`;
    case 'model':
      return sql`${usageEvents.model}`;
    case 'period':
      return sql`to_char(${usageEvents.at} at time zone 'UTC', ${sql.raw(`'${periodFormats[granularity]}'`)})`;
  }
}

function makeCondition({ from, until }: StatementQuery): SQL | undefined {
  return and(
    from === undefined ? undefined : gte(usageEvents.at, new Date(from)),
    until === undefined ? undefined : lt(usageEvents.at, new Date(until)),
  );
}

function addUp(lines: readonly StatementLine[], currency: string): StatementLine {
  const sum = (pick: (line: StatementLine) => number): number =>
    toNumber(lines.reduce((total, line) => total + BigInt(pick(line)), 0n).toString());
  return {
    numRequests: sum((line) => line.numRequests),
    numPromptTokens: sum((line) => line.numPromptTokens),
    numCachedTokens: sum((line) => line.numCachedTokens),
    numOutputTokens: sum((line) => line.numOutputTokens),
    amountMicroUnits: sum((line) => line.amountMicroUnits),
    currency,
  };
}

/** A sum as a number, never a rounded one. */
function toNumber(text: string): number {
  const value = Number(text);
  invariant(Number.isSafeInteger(value), `a sum of the ledger exceeds 2^53: ${text}`);
  return value;
}
