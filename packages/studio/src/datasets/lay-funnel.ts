/**
 * The funnel of a card as it is drawn: what came in, then each step with its commonest reasons.
 * Invariant: at every step the reasons add up to what was dropped there; those without a name of their own are told as one.
 */
import type { DataCard, DataFunnelStep } from '@slipway/contracts';
import type { FunnelRow } from '../charts/funnel.tsx';

const numReasons = 4;

/** A row for what came in, and one for each step. */
export function layFunnel({ input, funnel }: DataCard): FunnelRow[] {
  const steps = funnel.map(({ name, kept, dropped }) => ({ name, ...kept, dropped: gatherReasons(dropped) }));
  return [
    { name: 'input', numDocuments: input.numDocuments, numBytes: input.numBytes, dropped: {} },
    ...steps,
  ];
}

function gatherReasons(dropped: DataFunnelStep['dropped']): Record<string, number> {
  const reasons = Object.entries(dropped)
    .map(([reason, { numDocuments }]): [string, number] => [reason, numDocuments])
    .sort(([, a], [, b]) => b - a);
  const numNamed = reasons.length > numReasons + 1 ? numReasons : reasons.length;
  const others = reasons.slice(numNamed).reduce((sum, [, count]) => sum + count, 0);
  return Object.fromEntries([
    ...reasons.slice(0, numNamed),
    ...(others > 0 ? [['other-reasons', others] as const] : []),
  ]);
}
