/** Half precision against the definition of IEEE 754: every half survives, and every float goes to its nearest half. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHalf, decodeHalves, encodeHalf, encodeHalfBits, encodeHalves } from './half-float.ts';

describe('half precision', () => {
  it('gives every one of the 65,536 halves back, NaN payloads included', () => {
    const halves = Uint16Array.from({ length: 0x10000 }, (_, half) => half);
    const values = new Float32Array(halves.length);
    decodeHalves(halves, values);
    const again = new Uint16Array(halves.length);
    encodeHalves(values, again);
    expect(again).toEqual(halves);
  });

  it('rounds to the nearest half, ties to even', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -65000, max: 65000 }), (value) => {
        const half = encodeHalf(value);
        const error = Math.abs(decodeHalf(half) - value);
        for (const neighbour of [half - 1, half + 1]) {
          if ((neighbour & 0x7fff) > 0x7bff || neighbour < 0) continue;
          const other = Math.abs(decodeHalf(neighbour) - value);
          expect(error < other || (error === other && half % 2 === 0) || (error === 0 && other === 0)).toBe(
            true,
          );
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('knows the edges: signs, subnormals, the largest, overflow, infinities, NaN', () => {
    expect(encodeHalf(-0)).toBe(0x8000);
    expect(encodeHalf(2 ** -24)).toBe(1);
    expect(encodeHalf(2 ** -25)).toBe(0);
    expect(encodeHalf(-(2 ** -25) * 1.0001)).toBe(0x8001);
    expect(encodeHalf(2 ** -14)).toBe(0x0400);
    expect(encodeHalf(65504)).toBe(0x7bff);
    expect(encodeHalf(65519.99)).toBe(0x7bff);
    expect(encodeHalf(65520)).toBe(0x7c00);
    expect(encodeHalf(Number.NEGATIVE_INFINITY)).toBe(0xfc00);
    expect(encodeHalfBits(0x7fc00000)).toBe(0x7e00);
    expect(encodeHalfBits(0xff800001)).toBe(0xfc01);
    expect(decodeHalf(0x3c01)).toBe(1 + 2 ** -10);
    expect(decodeHalf(0x8001)).toBe(-(2 ** -24));
  });
});
