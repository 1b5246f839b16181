/**
 * Object storage of tests in which no bucket has a part.
 */
import type { ObjectStorage } from '../ports/object-storage.ts';

const refuse = (): never => {
  throw new Error('no buckets in this test');
};

export const noObjects: ObjectStorage = { list: refuse, read: refuse };
