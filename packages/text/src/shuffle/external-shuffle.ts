/**
 * Brings records larger than memory into another order in two passes: records go to buckets by their place in that order, each bucket is
 * then sorted by it.
 * Invariant: all buckets one after the other are the records in order of their places, whatever the numbers of parts, buckets and workers.
 * Both passes may be stopped anywhere: a part is durable or not there, and a bucket depends on the parts alone.
 * Refuses: parts of another number of places or buckets. Memory: one part while it is made, one bucket while it is read.
 */
import { SlipwayError } from '@slipway/contracts';
import { openPart, type PartSection, writePart } from '../parts/part-file.ts';

export interface PlacedRecord {
  /** Where it goes, from 0; no two records go to one place. */
  place: number;
  bytes: Uint8Array;
}

export interface ShuffleOptions {
  /** Of all records of all parts, below 2^40. */
  numPlaces: number;
  /** So many that the largest bucket fits into memory; at most 8,192. */
  numBuckets: number;
}

/** Before a record: its place as f64 and its length as u32. */
const prefixBytes = 12;
export const maxBuckets = 8192;

/** The bucket of a place: places of a lower bucket are lower. */
export function bucketOf(place: number, { numPlaces, numBuckets }: ShuffleOptions): number {
  return Math.floor((place * numBuckets) / numPlaces);
}

/** First pass: writes the records of one part, divided into buckets. @throws SlipwayError `argument-invalid` for no sound number of buckets */
export async function writeShufflePart(
  path: string,
  records: Iterable<PlacedRecord>,
  options: ShuffleOptions,
): Promise<void> {
  const { numPlaces, numBuckets } = options;
  if (!(Number.isInteger(numBuckets) && numBuckets > 0 && numBuckets <= maxBuckets))
    throw refusal(`${numBuckets} buckets`, `Take 1 to ${maxBuckets} buckets.`);
  const buckets = new Map<number, Uint8Array[]>();
  for (const { place, bytes } of records) {
    const bucket = bucketOf(place, options);
    const pieces = buckets.get(bucket) ?? [];
    if (pieces.length === 0) buckets.set(bucket, pieces);
    const prefix = new DataView(new ArrayBuffer(prefixBytes));
    prefix.setFloat64(0, place, true);
    prefix.setUint32(8, bytes.length, true);
    pieces.push(new Uint8Array(prefix.buffer), bytes);
  }
  const sections: PartSection[] = [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([bucket, pieces]) => ({ name: String(bucket), bytes: Buffer.concat(pieces) }));
  await writePart(path, { facts: { numPlaces, numBuckets }, sections });
}

/**
 * Second pass: the records of one bucket of all parts, in their order.
 * @throws SlipwayError `argument-invalid` where a part has another number of places or buckets, `artifact-corrupt` where one is damaged
 */
export async function readShuffledBucket(
  paths: readonly string[],
  bucket: number,
  options: ShuffleOptions,
): Promise<PlacedRecord[]> {
  const records: PlacedRecord[] = [];
  for (const path of paths) {
    const bytes = await readBucket(path, String(bucket), options);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < bytes.length; ) {
      const place = view.getFloat64(at, true);
      const start = at + prefixBytes;
      at = start + view.getUint32(at + 8, true);
      records.push({ place, bytes: bytes.subarray(start, at) });
    }
  }
  return records.sort((a, b) => a.place - b.place);
}

async function readBucket(path: string, name: string, options: ShuffleOptions): Promise<Uint8Array> {
  const part = await openPart(path);
  try {
    if (part.facts.numPlaces !== options.numPlaces || part.facts.numBuckets !== options.numBuckets)
      throw refusal(`${path} has another number of places or buckets`, 'Read parts as they were written.');
    return part.sectionNames.includes(name) ? await part.readSection(name) : new Uint8Array();
  } finally {
    await part.close();
  }
}

function refusal(what: string, hint: string): SlipwayError {
  return new SlipwayError({ code: 'argument-invalid', message: `cannot shuffle: ${what}`, hint });
}
