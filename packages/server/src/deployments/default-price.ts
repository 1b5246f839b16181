/**
 * The price a model has until someone sets another: so that the first answer already shows what answers will cost.
 * The numbers are those of small hosted models, per million tokens; `slipway prices set` changes them.
 */
import type { Price } from '@slipway/contracts';
import type { Ledger } from '@slipway/gateway';

const perMillion = { inputPerMillion: 100_000, cachedInputPerMillion: 50_000, outputPerMillion: 400_000 };

/** Gives a model its first price. @returns whether it had none */
export async function ensurePrice(
  ledger: Ledger,
  model: string,
  currency: Price['currency'],
): Promise<boolean> {
  if ((await ledger.listPrices()).some((price) => price.model === model)) return false;
  await ledger.setPrice({ model, currency, ...perMillion });
  return true;
}
