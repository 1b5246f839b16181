/**
 * What a step is doing just now: a word of the server's in the reader's language, a line of a tool's own as that tool wrote it.
 */
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';

/** The activity of a progress. */
export function Activity({ activity }: { activity: string }): ReactNode {
  const { word } = useMessages();
  const isWord = /^[a-z]+(?:-[a-z]+)*$/.test(activity);
  return isWord ? <span>{word('activity', activity)}</span> : <bdi>{activity}</bdi>;
}
