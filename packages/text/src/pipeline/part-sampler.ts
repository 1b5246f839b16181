/**
 * Holds a few documents of a part that a scan drops, of each reason some, for people to look at: their texts are nowhere else.
 * Invariant: depends on the documents alone. Of what goes on nothing is held, for its text stays in the part.
 */
import type { DataSample } from '@slipway/contracts';
import { createSamplePool } from './sample-pool.ts';
import type { ScannedDocument } from './scanned-document.ts';

export interface Sampler {
  offer(document: ScannedDocument): void;
  samples(): DataSample[];
}

export function createSampler(): Sampler {
  const pool = createSamplePool<DataSample>();
  return {
    offer(document) {
      const { drop, source, language, text } = document;
      if (!drop || text.length === 0) return;
      const key = {
        drop: `${drop.step}:${drop.reason}`,
        source,
        language,
        order: printOrder(document.hash[0]),
      };
      pool.offer(key, () => ({
        ...key,
        name: document.name,
        detail: drop.detail ?? '',
        numBytes: text.length,
        text: readExcerpt(text),
      }));
    },
    samples: () => pool.list(),
  };
}

/** The first half of a text's hash, as samples are ordered by it. */
export function printOrder(hash: bigint): string {
  return hash.toString(16).padStart(16, '0');
}

const excerptBytes = 1200;

/** The beginning of a text. */
export function readExcerpt(text: Uint8Array): string {
  // Cut within a character, the decoder of a stream leaves the rest out.
  return new TextDecoder().decode(text.slice(0, excerptBytes), { stream: true });
}
