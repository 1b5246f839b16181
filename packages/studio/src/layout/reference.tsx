/**
 * A digest or id: short for the eye, the whole on copy and on hover.
 */
import { type ReactNode, useEffect, useState } from 'react';
import { shortReference } from '../format/digest.ts';
import { useMessages } from '../messages/messages.ts';

const saidForMs = 1_600;

/** A short digest that copies the whole one when it is pressed. */
export function Reference({ value }: { value: string }): ReactNode {
  const { t } = useMessages();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), saidForMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <button
      type="button"
      title={value}
      aria-label={t('action.copyWhole', { reference: shortReference(value) })}
      onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
      className="group inline-flex min-h-6 items-baseline gap-1.5 font-mono text-xs text-faint hover:text-ink"
    >
      <span>{shortReference(value)}</span>
      <span aria-live="polite" className="font-sans text-proven empty:hidden">
        {isCopied ? `✓ ${t('action.copied')}` : ''}
      </span>
    </button>
  );
}
