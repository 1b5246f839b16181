/**
 * The port of object storage: documents that lie in buckets, listed and read as they are.
 * Invariant: what is read of a pinned object are bytes of the version that was listed, or a fault says that it is another by now.
 * Refuses to write: the artifact store has a way of its own.
 */

/** An object as a list named it. */
export interface ListedObject {
  key: string;
  sizeBytes: number;
  /** The server's own word for these very bytes (ETag). */
  entityTag: string;
}

/** A version of an object. */
export interface PinnedObject extends ListedObject {
  bucket: string;
}

export interface ObjectRange {
  /** First byte; 0 where left out. */
  from?: number;
  /** Byte before which it ends; the object's size where left out. */
  end?: number;
  signal?: AbortSignal | undefined;
}

export interface ObjectStorage {
  /**
   * All objects of a bucket whose keys begin with a prefix, page by page.
   * @throws SlipwayError `storage-credentials-missing`, `storage-denied`, `documents-missing` (no such bucket), `network-unreachable`
   */
  list(place: { bucket: string; prefix: string; signal?: AbortSignal }): AsyncIterable<ListedObject>;
  /**
   * The bytes of an object; where the line breaks, it goes on at the byte that is next.
   * @throws ObjectFault where the object is gone, another or archived; SlipwayError as `list`
   */
  read(object: PinnedObject, range?: ObjectRange): AsyncIterable<Uint8Array>;
}

/** Why the bytes of one object cannot be had. */
export class ObjectFault extends Error {
  readonly reason: 'vanished' | 'changed' | 'archived';
  constructor(reason: ObjectFault['reason'], message: string) {
    super(message);
    this.name = 'ObjectFault';
    this.reason = reason;
  }
}
