/**
 * Says that what is shown stands still because the server cannot be reached.
 */
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';

/** One line, or nothing while the line is up. */
export function ConnectionLine({ isLost }: { isLost: boolean }): ReactNode {
  const { t } = useMessages();
  if (!isLost) return null;
  return (
    <p role="status" className="text-s text-signal">
      {t('page.connectionLost')}
    </p>
  );
}
