/**
 * Chooses a few documents of a part for people to look at: kept ones, and of each reason some that stayed behind.
 * Invariant: the choice depends on the texts alone (those of the smallest hash), not on their order, so that parts can be joined.
 */
import type { DataSample } from '@slipway/contracts';
import type { ScannedDocument } from './scanned-document.ts';

export interface Sampler {
  offer(document: ScannedDocument): void;
  samples(): DataSample[];
}

export const samplesPerReason = 3;
const excerptBytes = 1200;

export function createSampler(): Sampler {
  const chosen = new Map<string, { hash: bigint; sample: DataSample }[]>();
  return {
    offer(document) {
      const drop = document.drop ? `${document.drop.step}:${document.drop.reason}` : '';
      const group = chosen.get(drop) ?? [];
      if (document.text.length === 0) return;
      const [hash] = document.hash;
      const last = group.at(-1);
      if (group.length >= samplesPerReason && last !== undefined && hash >= last.hash) return;
      const place = group.findIndex((one) => hash < one.hash);
      const entry = { hash, sample: describe(document, drop) };
      group.splice(place < 0 ? group.length : place, 0, entry);
      group.length = Math.min(group.length, samplesPerReason);
      chosen.set(drop, group);
    },
    samples: () =>
      [...chosen]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, group]) => group.map(({ sample }) => sample)),
  };
}

function describe(document: ScannedDocument, drop: string): DataSample {
  // Cut within a character, the decoder of a stream leaves the rest out.
  const text = new TextDecoder().decode(document.text.slice(0, excerptBytes), { stream: true });
  return {
    name: document.name,
    source: document.source,
    language: document.language,
    drop,
    detail: document.drop?.detail ?? '',
    numBytes: document.text.length,
    text,
    order: document.hash[0].toString(16).padStart(16, '0'),
  };
}
