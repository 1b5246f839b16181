/**
 * A name in its own script and direction, as long as it may be: it is broken after a slash before it is broken within a word.
 */
import { Fragment, type ReactNode } from 'react';

/** The name, to stand in an element that breaks anywhere. */
export function BreakingName({ name }: { name: string }): ReactNode {
  const pieces = name.split(/(?<=\/)/);
  return (
    <bdi>
      {pieces.map((piece, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a name have no identity but their place
        <Fragment key={place}>
          {place > 0 ? <wbr /> : null}
          {piece}
        </Fragment>
      ))}
    </bdi>
  );
}
