/**
 * The one button: `primary` for the one thing a page asks of its reader, `quiet` for the rest.
 */
import type { ButtonHTMLAttributes, ReactNode } from 'react';

const shape =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-[2px] text-s whitespace-nowrap transition-colors disabled:opacity-50';
const looks = {
  primary: 'px-3.5 bg-signal text-paper font-strong enabled:hover:bg-ink',
  quiet: 'px-3.5 border border-hair text-ink enabled:hover:border-edge',
  plain: 'min-h-6 text-faint enabled:hover:text-ink',
};

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: keyof typeof looks;
  children: ReactNode;
}

/** A button; `type` is `button` unless said otherwise. */
export function Button({ look = 'quiet', className = '', type = 'button', ...rest }: ButtonProps): ReactNode {
  return <button type={type} className={`${shape} ${looks[look]} ${className}`} {...rest} />;
}
