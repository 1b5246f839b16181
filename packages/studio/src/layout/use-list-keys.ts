/**
 * Arrow keys in a list of links or buttons: up and down move the focus, Home and End jump.
 */
import { type KeyboardEvent, useCallback } from 'react';

/**
 * A key handler for the list's element.
 * @param selector what in the list can be walked to
 */
export function useListKeys(selector: string): (event: KeyboardEvent<HTMLElement>) => void {
  return useCallback(
    (event) => {
      const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
      const at = items.indexOf(document.activeElement as HTMLElement);
      if (at < 0) return;
      const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      items[Math.max(0, Math.min(items.length - 1, next))]?.focus();
    },
    [selector],
  );
}
