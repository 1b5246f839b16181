/**
 * How small a drawing is made so that its room holds it.
 * Invariant: never larger than drawn, never so small that its words cannot be read: what is larger then scrolls.
 */
import type { Room } from './use-room.ts';

const leastScale = 0.72;

/** The scale of a drawing in a room, 1 where it fits as it is. */
export function fitGraph(drawing: { width: number; height: number }, room: Room): number {
  if (room.width === 0) return 1;
  return Math.max(leastScale, Math.min(1, room.width / drawing.width, room.height / drawing.height));
}
