/**
 * The search field of a page: `/` brings the focus here, Escape empties it.
 */
import { type ReactNode, useMemo, useRef } from 'react';
import { useKeys } from './use-keys.ts';

export interface SearchFieldProps {
  value: string;
  label: string;
  placeholder?: string;
  onChange: (value: string) => void;
  onSubmit?: () => void;
}

/** A labelled search input with the page's `/` key. */
export function SearchField({ value, label, placeholder, onChange, onSubmit }: SearchFieldProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  useKeys(useMemo(() => ({ '/': () => input.current?.focus() }), []));
  return (
    <search className="w-full max-w-[26rem]">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit?.();
        }}
      >
        <input
          ref={input}
          type="search"
          value={value}
          aria-label={label}
          aria-keyshortcuts="/"
          placeholder={placeholder ?? label}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            onChange('');
            event.currentTarget.blur();
          }}
          className="h-9 w-full rounded-[2px] border border-edge bg-transparent px-3 text-s placeholder:text-faint"
        />
      </form>
    </search>
  );
}
