/**
 * Copies a text and says so, to the eye and to a screen reader.
 */
import { type ReactNode, useEffect, useState } from 'react';
import { useMessages } from '../messages/messages.ts';
import { Button } from './button.tsx';

const saidForMs = 1_600;

/** @param text what is copied; @param children the button's words while nothing was copied */
export function CopyButton({ text, children }: { text: () => string; children: ReactNode }): ReactNode {
  const { t } = useMessages();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), saidForMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <Button onClick={() => void navigator.clipboard.writeText(text()).then(() => setCopied(true))}>
      <span aria-live="polite">{isCopied ? t('action.copied') : children}</span>
    </Button>
  );
}
