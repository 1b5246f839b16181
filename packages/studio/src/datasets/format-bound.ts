/**
 * A threshold's bound as people read it: at least, more than, at most, or nothing asked.
 */
import type { ThresholdHistogram } from '@slipway/contracts';
import { formatShort } from '../format/count.ts';
import type { Translate } from '../messages/messages.ts';

const signs = { least: '≥', more: '>', most: '≤' } as const;

/** `≥ 50`, `≤ 0.15`; a bound of 0 asks nothing. */
export function formatBound({ kind }: Pick<ThresholdHistogram, 'kind'>, bound: number, t: Translate): string {
  return bound === 0 ? t('data.notAsked') : `${signs[kind]}\u00a0${formatShort(bound)}`;
}
