/**
 * The keys of the studio, shown by `?`.
 */
import { type ReactNode, useEffect, useRef } from 'react';
import { type MessageName, useMessages } from '../messages/messages.ts';
import { Button } from './button.tsx';

const keys: readonly (readonly [string, MessageName])[] = [
  ['?', 'keys.help'],
  ['/', 'keys.search'],
  ['g t', 'keys.tour'],
  ['g r', 'keys.runs'],
  ['g d', 'keys.datasets'],
  ['g m', 'keys.models'],
  ['g l', 'keys.lineage'],
  ['g s', 'keys.statements'],
  ['← ↑ → ↓', 'keys.walk'],
  ['Esc', 'keys.close'],
];

/** A modal list of keys. */
export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  const { t } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen && !dialog.current?.open) dialog.current?.showModal();
    if (!isOpen) dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-labelledby="keys-title"
      className="m-auto w-[min(26rem,calc(100vw-2rem))] border border-hair bg-paper p-6"
    >
      <h2 id="keys-title" className="text-l font-strong">
        {t('keys.title')}
      </h2>
      <dl className="mt-4 text-s">
        {keys.map(([key, name]) => (
          <div key={key} className="flex justify-between gap-6 border-b border-hair py-1.5">
            <dt className="order-2 font-mono">{key}</dt>
            <dd className="text-faint">{t(name)}</dd>
          </div>
        ))}
      </dl>
      <Button className="mt-5" onClick={onClose}>
        {t('action.close')}
      </Button>
    </dialog>
  );
}
