/**
 * A list with nothing in it: says so, and what would put something there, in words or as a command.
 */
import type { ReactNode } from 'react';

/** A quiet paragraph; the command stands on a line of its own, to be copied. */
export function EmptyNote({ command, children }: { command?: string; children: ReactNode }): ReactNode {
  return (
    <div className="max-w-[60ch] border-t border-hair py-4 text-faint">
      <p>{children}</p>
      {command === undefined ? null : <code className="mt-2 block font-mono text-s text-ink">{command}</code>}
    </div>
  );
}
