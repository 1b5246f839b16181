/**
 * A message with its one number set strong: `<b>2 063</b> passages`.
 * Refuses any other markup; what is not `<b>` stays text.
 */
import type { ReactNode } from 'react';

/** Splits a message at `<b>…</b>` and sets those parts strong, in tabular figures. */
export function Rich({ text }: { text: string }): ReactNode {
  return text.split(/<b>(.*?)<\/b>/).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no identity but their place
      <strong key={index} className="figures whitespace-nowrap">
        {part}
      </strong>
    ) : (
      part
    ),
  );
}
