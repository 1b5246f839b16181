/**
 * A threshold's bound as people read it: at least, more than, at most, or nothing asked.
 */
import { isBoundAsked } from '@slipway/client';
import type { ThresholdHistogram } from '@slipway/contracts';
import { formatShort } from '../format/count.ts';
import type { Translate } from '../messages/messages.ts';

const signs = { least: '≥', more: '>', most: '≤' } as const;

/** `≥ 50`, `≤ 0.15`; a bound of 0 asks nothing, but of a count. */
export function formatBound(
  { kind, ...rest }: Pick<ThresholdHistogram, 'kind' | 'isCount'>,
  bound: number,
  t: Translate,
): string {
  return isBoundAsked(rest, bound) ? `${signs[kind]}\u00a0${formatShort(bound)}` : t('data.notAsked');
}
