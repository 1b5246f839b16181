/**
 * A digest or id: short for the eye, the whole on copy and on hover.
 */
import type { ReactNode } from 'react';
import { shortReference } from '../format/digest.ts';
import { useMessages } from '../messages/messages.ts';
import { useCopy } from './use-copy.ts';

/** A short digest that copies the whole one when it is pressed. */
export function Reference({ value }: { value: string }): ReactNode {
  const { t } = useMessages();
  const [outcome, copy] = useCopy();
  return (
    <button
      type="button"
      title={value}
      aria-label={t('action.copyWhole', { reference: shortReference(value) })}
      onClick={() => copy(value)}
      className="group inline-flex min-h-6 items-baseline gap-1.5 font-mono text-xs text-faint hover:text-ink"
    >
      <span>{shortReference(value)}</span>
      <span
        aria-live="polite"
        className={`font-sans empty:hidden ${outcome === 'refused' ? 'text-signal' : 'text-proven'}`}
      >
        {outcome === 'copied' ? `✓ ${t('action.copied')}` : ''}
        {outcome === 'refused' ? `✕ ${t('action.notCopied')}` : ''}
      </span>
    </button>
  );
}
