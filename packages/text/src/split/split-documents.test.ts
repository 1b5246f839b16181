import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseHeldOut } from './split-documents.ts';

const digests = (length: number) => Array.from({ length }, (_, at) => `sha256:${at}`);

describe('chooseHeldOut', () => {
  it('holds out about the share wanted, the same for the same seed', () => {
    const documents = digests(2000);
    const heldOut = chooseHeldOut(documents, { seed: 1, heldOutShare: 0.1 });
    expect(heldOut.size).toBeGreaterThan(150);
    expect(heldOut.size).toBeLessThan(250);
    expect(chooseHeldOut([...documents].reverse(), { seed: 1, heldOutShare: 0.1 })).toEqual(heldOut);
    expect(chooseHeldOut(documents, { seed: 2, heldOutShare: 0.1 })).not.toEqual(heldOut);
  });

  it('moves no document when others come', () => {
    const before = chooseHeldOut(digests(500), { seed: 3, heldOutShare: 0.2 });
    const after = chooseHeldOut(digests(1000), { seed: 3, heldOutShare: 0.2 });
    expect(digests(500).filter((document) => after.has(document))).toEqual(
      digests(500).filter((document) => before.has(document)),
    );
  });

  it('gives both sides a document where there are two', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.nat(),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (length, seed, heldOutShare) => {
          const { size } = chooseHeldOut(digests(length), { seed, heldOutShare });
          expect(size).toBeGreaterThanOrEqual(1);
          expect(size).toBeLessThan(length);
        },
      ),
    );
    expect(chooseHeldOut([], { seed: 1, heldOutShare: 0.5 }).size).toBe(0);
    expect(chooseHeldOut(digests(5), { seed: 1, heldOutShare: 0 }).size).toBe(0);
  });
});
