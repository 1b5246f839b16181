/**
 * The room's bound, and that it is given back.
 */
import { expect, it } from 'vitest';
import { createWaitingRoom } from './waiting-room.ts';

it('has room again when a request waits no more, and counts each model by itself', () => {
  const room = createWaitingRoom(1);
  const leave = room.enter('one');
  expect(() => room.enter('one')).toThrow('1 requests wait for it already');
  room.enter('other');
  leave();
  expect(() => room.enter('one')).not.toThrow();
});
