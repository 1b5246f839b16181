import { expect, it } from 'vitest';
import type { ObjectStorage } from '../ports/object-storage.ts';
import { noObjects } from '../testing/no-objects.ts';
import { openObjectInput } from './open-object-input.ts';

const content = Buffer.from('a harbour and its ships');
const object = { bucket: 'corpus', key: 'a.md', entityTag: '"1"', sizeBytes: content.length };

/** Storage that gives an object in one piece up to some byte, and counts how often its connections were closed. */
function storageUpTo(numBytes: number) {
  const connections: { from: number; numCloses: number }[] = [];
  const read: ObjectStorage['read'] = (_, { from = 0, end = content.length } = {}) => {
    const connection = { from, numCloses: 0 };
    connections.push(connection);
    const pieces = [content.subarray(from, Math.min(end, numBytes))].values();
    return {
      [Symbol.asyncIterator]: () => ({
        next: async () => pieces.next(),
        return: async () => {
          connection.numCloses += 1;
          return { done: true, value: undefined };
        },
      }),
    };
  };
  return { objects: { ...noObjects, read }, connections };
}

it('holds one connection while reading goes on in order, and closes each once', async () => {
  const { objects, connections } = storageUpTo(content.length);
  const input = openObjectInput(objects, object, 'a.md');
  expect(Buffer.from(await input.read(0, 2)).toString()).toBe('a ');
  expect(Buffer.from(await input.read(2, 7)).toString()).toBe('harbour');
  expect(Buffer.from(await input.read(9, 100)).toString()).toBe(' and its ships');
  await input.close();
  await input.close();
  expect(connections).toEqual([
    { from: 0, numCloses: 1 },
    { from: 2, numCloses: 1 },
  ]);
});

it('closes the connection of a failed read once, and reads on by another', async () => {
  const { objects, connections } = storageUpTo(9);
  const input = openObjectInput(objects, object, 'a.md');
  await input.read(0, 2);
  await input.read(2, 2);
  await expect(input.read(4, 100)).rejects.toMatchObject({ code: 'documents-changed' });
  expect(Buffer.from(await input.read(2, 7)).toString()).toBe('harbour');
  await input.close();
  expect(connections).toEqual([
    { from: 0, numCloses: 1 },
    { from: 2, numCloses: 1 },
    { from: 2, numCloses: 1 },
  ]);
});
