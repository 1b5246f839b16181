/**
 * A sheet at the right edge that is read and closed again: what it shows by name, a few facts, then a text that scrolls by itself.
 * Invariant: it is modal; Escape, its button and a click beside it close it, and the focus goes back to what opened it. Where it goes on to
 * show something else, the focus is at its button again.
 */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useMessages } from '../messages/messages.ts';
import { BreakingName } from './breaking-name.tsx';
import { Button } from './button.tsx';
import { ScrollRegion } from './scroll-region.tsx';

export interface SideSheetProps {
  /** Names the sheet; as its owner calls it, in any script. */
  title: string;
  /** Facts beneath the title. */
  facts: ReactNode;
  /** Names the text for those who hear the page. */
  label: string;
  onClose: () => void;
  children: ReactNode;
}

/** The sheet, open as long as it is there. */
export function SideSheet({ title, facts, label, onClose, children }: SideSheetProps): ReactNode {
  const { t } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another title is another thing that is shown
  useEffect(() => {
    dialog.current?.querySelector<HTMLElement>('header > button')?.focus();
  }, [title]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog by itself
    <dialog
      ref={dialog}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && dialog.current?.close()}
      aria-labelledby={heading}
      className="ms-auto h-dvh max-h-none w-[min(48rem,100vw)] max-w-none border-s border-hair bg-paper"
    >
      <div className="flex h-full flex-col">
        <header className="flex items-start justify-between gap-4 sm:gap-6 border-b border-hair px-4 py-4 sm:px-6">
          <div className="min-w-0">
            <h2 id={heading} className="text-m font-strong [overflow-wrap:anywhere] sm:text-l">
              <BreakingName name={title} />
            </h2>
            {facts}
          </div>
          <Button className="shrink-0" onClick={() => dialog.current?.close()}>
            {t('action.close')}
          </Button>
        </header>
        <ScrollRegion className="min-h-0 flex-1 overflow-y-auto px-4 py-5 sm:px-6" label={label}>
          {children}
        </ScrollRegion>
      </div>
    </dialog>
  );
}
