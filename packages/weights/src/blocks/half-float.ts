/**
 * IEEE 754 binary16 ("half") to and from 32-bit floats, by bits.
 * Invariant: rounding is to nearest, ties to even; subnormals, infinities and the leading bits of a NaN's payload are kept,
 * bit for bit as NumPy's astype(float16) does. Refuses nothing: what is too large becomes infinity.
 */

const scratchFloat = new Float32Array(1);
const scratchBits = new Uint32Array(scratchFloat.buffer);

function expandHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return (sign | 0x7f800000 | (fraction << 13)) >>> 0;
  if (exponent !== 0) return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0;
  scratchFloat[0] = fraction * 2 ** -24;
  return (sign | (scratchBits[0] as number)) >>> 0;
}

/** For each of the 65,536 halves the bits of the equal 32-bit float. */
const floatBitsOfHalf = Uint32Array.from({ length: 0x10000 }, (_, half) => expandHalf(half));
const floatOfHalf = new Float32Array(floatBitsOfHalf.buffer);

/** The number that the 16 bits `half` stand for. */
export function decodeHalf(half: number): number {
  return floatOfHalf[half] as number;
}

/** The 16 bits nearest to the 32-bit float whose bits are `bits`. */
export function encodeHalfBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude >= 0x47800000) {
    if (magnitude <= 0x7f800000) return sign | 0x7c00;
    const fraction = (magnitude & 0x7fffff) >>> 13;
    return sign | 0x7c00 | (fraction === 0 ? 1 : fraction);
  }
  if (magnitude >= 0x38800000) {
    return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
  }
  // Adding 0.5 puts the unit in the last place of a 32-bit float at 2^-24, that of a subnormal half: the addition rounds.
  scratchBits[0] = magnitude;
  scratchFloat[0] = (scratchFloat[0] as number) + 0.5;
  return sign | ((scratchBits[0] as number) - 0x3f000000);
}

/** The 16 bits nearest to `value`. */
export function encodeHalf(value: number): number {
  scratchFloat[0] = value;
  return encodeHalfBits(scratchBits[0] as number);
}

/** Turns halves into 32-bit floats, NaN payloads kept. */
export function decodeHalves(halves: Uint16Array, values: Float32Array): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) bits[i] = floatBitsOfHalf[halves[i] as number] as number;
}

/** Turns 32-bit floats into halves. */
export function encodeHalves(values: Float32Array, halves: Uint16Array): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < halves.length; i++) halves[i] = encodeHalfBits(bits[i] as number);
}
