/**
 * Shows all rows of a table, or the first of them again.
 */
import type { ReactNode } from 'react';
import { formatCount } from '../format/count.ts';
import { Button } from '../layout/button.tsx';
import { useMessages } from '../messages/messages.ts';

export interface UnfoldButtonProps {
  isWhole: boolean;
  numRows: number;
  onUnfold: (isWhole: boolean) => void;
}

/** A quiet button under a table that is longer than it shows. */
export function UnfoldButton({ isWhole, numRows, onUnfold }: UnfoldButtonProps): ReactNode {
  const { t } = useMessages();
  return (
    <Button look="plain" className="mt-1 text-xs!" aria-expanded={isWhole} onClick={() => onUnfold(!isWhole)}>
      {isWhole ? t('data.fewer') : t('data.all', { count: formatCount(numRows) })}
    </Button>
  );
}
