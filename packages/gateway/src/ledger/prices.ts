/**
 * Prices of models over time.
 * Invariant: a price holds from when it was set until the next one; what was used before keeps the price of its time. One currency.
 */
import { type Price, price, SlipwayError } from '@slipway/contracts';
import type { Queries } from '@slipway/core';
import { desc, inArray, ne } from 'drizzle-orm';
import type { PerMillion } from './amount.ts';
import { prices } from './tables.ts';

/** Currency of what has no price yet. */
export const defaultCurrency = 'USD';

/**
 * Sets a model's price from now on.
 * @throws SlipwayError `argument-invalid` where other models are priced in another currency
 */
export async function setPrice(database: Queries, wanted: Price, now: Date = new Date()): Promise<void> {
  const parsed = price.parse(wanted);
  const { model, currency } = parsed;
  const [other] = await database.select().from(prices).where(ne(prices.currency, currency)).limit(1);
  if (other !== undefined) {
    throw new SlipwayError({
      code: 'argument-invalid',
      message: `prices are in ${other.currency} already, this one is in ${currency}`,
      hint: 'a ledger has one currency, so that its sums mean something',
    });
  }
  const amounts = {
    currency,
    inputPerMillion: BigInt(parsed.inputPerMillion),
    cachedInputPerMillion: BigInt(parsed.cachedInputPerMillion),
    outputPerMillion: BigInt(parsed.outputPerMillion),
  };
  await database
    .insert(prices)
    .values({ model, validFrom: now, ...amounts })
    .onConflictDoUpdate({ target: [prices.model, prices.validFrom], set: amounts });
}

/** Prices in force, by model. */
export async function listPrices(database: Queries): Promise<Price[]> {
  const rows = await database
    .selectDistinctOn([prices.model])
    .from(prices)
    .orderBy(prices.model, desc(prices.validFrom));
  return rows.map((row) => ({
    model: row.model,
    currency: row.currency,
    inputPerMillion: Number(row.inputPerMillion),
    cachedInputPerMillion: Number(row.cachedInputPerMillion),
    outputPerMillion: Number(row.outputPerMillion),
  }));
}

export interface PriceHistory {
  /** The price of a model at an instant, if it had one. */
  find(model: string, at: Date): (PerMillion & { currency: string }) | undefined;
}

/** Reads all prices some models ever had. */
export async function readPriceHistory(database: Queries, models: readonly string[]): Promise<PriceHistory> {
  const rows =
    models.length === 0
      ? []
      : await database
          .select()
          .from(prices)
          .where(inArray(prices.model, [...models]))
          .orderBy(desc(prices.validFrom));
  return {
    find: (model, at) => rows.find((row) => row.model === model && row.validFrom <= at),
  };
}
