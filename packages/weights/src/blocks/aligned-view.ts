/**
 * Bytes seen as 16- or 32-bit words, whatever their alignment.
 * Invariant: reading never changes the bytes; the host is little-endian, as every machine that Node 20 is built for here.
 */

/** The bytes as 16-bit words; a copy when they do not lie on an even address. */
export function viewAsUint16(bytes: Uint8Array): Uint16Array {
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(aligned.buffer, aligned.byteOffset, bytes.length >>> 1);
}

/** The bytes as 32-bit words; a copy when they do not lie on an address divisible by four. */
export function viewAsUint32(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, bytes.length >>> 2);
}

/** The bytes of a typed array, without a copy. */
export function viewAsBytes(words: Uint16Array | Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}
