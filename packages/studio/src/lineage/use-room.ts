/**
 * The room that a drawing has on its page, measured again when the window changes.
 * Invariant: zero before the first measuring, so that nothing is drawn at a size that was guessed.
 */
import { type RefObject, useLayoutEffect, useState } from 'react';

export interface Room {
  /** Pixels. */
  width: number;
  height: number;
}

/** Title line, search and margins of the page, which stand above and below the drawing. */
const takenPixels = 248;
const leastPixels = 384;

/** @param frame the element whose width the drawing may take; in height it may take what the window has */
export function useRoom(frame: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () =>
      setRoom((before) => {
        const next = {
          width: element.clientWidth,
          height: Math.max(leastPixels, window.innerHeight - takenPixels),
        };
        return next.width === before.width && next.height === before.height ? before : next;
      });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    window.addEventListener('resize', measure);
    measure();
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [frame]);
  return room;
}
