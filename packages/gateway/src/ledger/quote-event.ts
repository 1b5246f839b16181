/**
 * What one event costs, worked out anew: for receipts that check what the ledger holds.
 * Invariant: the same prices and the same rounding as when it was counted.
 */
import type { UsageEvent } from '@slipway/contracts';
import type { Queries } from '@slipway/core';
import { priceUsage } from './amount.ts';
import { defaultCurrency, readPriceHistory } from './prices.ts';

/** The amount of an event by the price in force at its time; nothing where there was none. */
export async function quoteEvent(
  database: Queries,
  event: UsageEvent,
): Promise<{ amountMicroUnits: number; currency: string }> {
  const history = await readPriceHistory(database, [event.model]);
  const price = history.find(event.model, new Date(event.at));
  if (price === undefined) return { amountMicroUnits: 0, currency: defaultCurrency };
  return { amountMicroUnits: Number(priceUsage(event.usage, price)), currency: price.currency };
}
