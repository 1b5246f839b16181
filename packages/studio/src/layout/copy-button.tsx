/**
 * Copies a text and says so, to the eye and to a screen reader.
 */
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';
import { Button } from './button.tsx';
import { useCopy } from './use-copy.ts';

/** @param text what is copied; @param children the button's words while nothing was copied */
export function CopyButton({ text, children }: { text: () => string; children: ReactNode }): ReactNode {
  const { t } = useMessages();
  const [outcome, copy] = useCopy();
  return (
    <Button onClick={() => copy(text())}>
      <span aria-live="polite">
        {outcome === 'copied' ? t('action.copied') : outcome === 'refused' ? t('action.notCopied') : children}
      </span>
    </Button>
  );
}
