/**
 * Shuffles streams larger than memory in two passes: records go to buckets by the upper bits of a random key, each bucket is then sorted by it.
 * Invariant: the order of all buckets one after the other is that of the keys, whatever the numbers of parts, buckets and workers.
 * Both passes may be stopped anywhere: a part is durable or not there, and a bucket depends on the parts alone.
 * Refuses: parts of another seed or number of buckets. Memory: one part while it is made, one bucket while it is read.
 */
import { SlipwayError } from '@slipway/contracts';
import { openPart, type PartSection, writePart } from '../parts/part-file.ts';
import { createShuffleKeys } from './shuffle-key.ts';

export interface ShuffleRecord {
  /** The record's number among all of all parts, below 2^53; a caller with units takes unit * 2^32 + place. */
  ordinal: number;
  bytes: Uint8Array;
}

export interface ShuffleOptions {
  seed: string;
  /** So many that the largest bucket fits into memory; at most 8,192. */
  numBuckets: number;
}

/** Before a record: its number as f64 and its length as u32. */
const prefixBytes = 12;
const maxBuckets = 8192;

/** First pass: writes the records of one part, sorted into buckets. */
export async function writeShufflePart(
  path: string,
  records: Iterable<ShuffleRecord>,
  { seed, numBuckets }: ShuffleOptions,
): Promise<void> {
  if (!(Number.isInteger(numBuckets) && numBuckets > 0 && numBuckets <= maxBuckets))
    throw refusal(`${numBuckets} buckets`, `Take 1 to ${maxBuckets} buckets.`);
  const keys = createShuffleKeys(seed);
  const buckets = new Map<number, Uint8Array[]>();
  for (const { ordinal, bytes } of records) {
    const bucket = keys.bucket(ordinal, numBuckets);
    const pieces = buckets.get(bucket) ?? [];
    if (pieces.length === 0) buckets.set(bucket, pieces);
    const prefix = new DataView(new ArrayBuffer(prefixBytes));
    prefix.setFloat64(0, ordinal, true);
    prefix.setUint32(8, bytes.length, true);
    pieces.push(new Uint8Array(prefix.buffer), Uint8Array.from(bytes));
  }
  const sections: PartSection[] = [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([bucket, pieces]) => ({ name: String(bucket), bytes: Buffer.concat(pieces) }));
  await writePart(path, { facts: { seed, numBuckets }, sections });
}

/**
 * Second pass: the records of one bucket of all parts, in their order.
 * @throws SlipwayError `argument-invalid` where a part has another seed or number of buckets, `artifact-corrupt` where one is damaged
 */
export async function readShuffledBucket(
  paths: readonly string[],
  bucket: number,
  { seed, numBuckets }: ShuffleOptions,
): Promise<ShuffleRecord[]> {
  const keys = createShuffleKeys(seed);
  const records: (ShuffleRecord & { high: number })[] = [];
  for (const path of paths) {
    const bytes = await readBucket(path, String(bucket), { seed, numBuckets });
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < bytes.length; ) {
      const ordinal = view.getFloat64(at, true);
      const start = at + prefixBytes;
      at = start + view.getUint32(at + 8, true);
      records.push({ ordinal, bytes: bytes.subarray(start, at), high: keys.high(ordinal) });
    }
  }
  records.sort((a, b) => a.high - b.high || keys.compare(a.ordinal, b.ordinal));
  return records.map(({ ordinal, bytes }) => ({ ordinal, bytes }));
}

async function readBucket(path: string, name: string, options: ShuffleOptions): Promise<Uint8Array> {
  const part = await openPart(path);
  try {
    if (part.facts.seed !== options.seed || part.facts.numBuckets !== options.numBuckets)
      throw refusal(`${path} has another seed or number of buckets`, 'Read parts as they were written.');
    return part.sectionNames.includes(name) ? await part.readSection(name) : new Uint8Array();
  } finally {
    await part.close();
  }
}

function refusal(what: string, hint: string): SlipwayError {
  return new SlipwayError({ code: 'argument-invalid', message: `cannot shuffle: ${what}`, hint });
}
