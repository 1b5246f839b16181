/**
 * What surrounds every page: the way past the rail, the rail, the keys.
 */
import { Outlet, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { useMessages } from '../messages/messages.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { Rail } from './rail.tsx';
import { useKeys } from './use-keys.ts';

/** The frame of the studio. */
export function Shell(): ReactNode {
  const { t } = useMessages();
  const navigate = useNavigate();
  const [isShowingKeys, setShowingKeys] = useState(false);
  const actions = useMemo(
    () => ({
      '?': () => setShowingKeys(true),
      'g t': () => void navigate({ to: '/' }),
      'g r': () => void navigate({ to: '/runs' }),
      'g d': () => void navigate({ to: '/datasets' }),
      'g m': () => void navigate({ to: '/models' }),
      'g l': () => void navigate({ to: '/lineage' }),
      'g s': () => void navigate({ to: '/statements' }),
    }),
    [navigate],
  );
  useKeys(actions);
  return (
    <div className="min-h-dvh md:flex">
      <a
        href="#content"
        className="sr-only z-10 bg-ink px-3 py-2 text-s text-paper focus:not-sr-only focus:absolute focus:start-3 focus:top-3"
      >
        {t('nav.skip')}
      </a>
      <Rail onKeys={() => setShowingKeys(true)} />
      <main
        id="content"
        tabIndex={-1}
        className="min-w-0 flex-1 px-4 pt-7 pb-24 outline-none sm:px-6 md:px-10 md:pt-8 xl:px-14 print:p-0"
      >
        <Outlet />
      </main>
      <KeysDialog isOpen={isShowingKeys} onClose={() => setShowingKeys(false)} />
    </div>
  );
}
