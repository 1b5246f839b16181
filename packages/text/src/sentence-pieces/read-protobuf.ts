/**
 * The little of the protocol buffers' wire format that a SentencePiece model needs: fields by number, nothing interpreted.
 * Invariant: a message is either read whole or refused; never read beyond its end.
 */
import { refuseTokenizer } from '../tokenizer/tokenizer-error.ts';

export interface ProtobufField {
  number: number;
  /** Varints and fixed values; a float is in `float`. */
  value: number;
  float: number;
  bytes: Uint8Array;
}

const empty = new Uint8Array(0);

function refuse(): never {
  return refuseTokenizer('the SentencePiece model is damaged', 'A .model file of SentencePiece is expected.');
}

function readVarint(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0;
  for (let at = start; at < start + 10; at++) {
    const byte = bytes[at] ?? refuse();
    value += (byte & 127) * 2 ** (7 * (at - start));
    if (byte < 128) return { value, next: at + 1 };
  }
  return refuse();
}

/** The fields of a message, in its order. @throws SlipwayError `argument-invalid` if it is damaged */
export function* readFields(bytes: Uint8Array): Generator<ProtobufField> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    const key = readVarint(bytes, at);
    const number = Math.floor(key.value / 8);
    const type = key.value % 8;
    const field = { number, value: 0, float: 0, bytes: empty };
    if (type === 0 || type === 2) {
      const { value, next } = readVarint(bytes, key.next);
      at = type === 0 ? next : next + value;
      if (at > bytes.length) refuse();
      yield type === 0 ? { ...field, value } : { ...field, bytes: bytes.subarray(next, at) };
      continue;
    }
    at = key.next + (type === 5 ? 4 : 8);
    if ((type !== 5 && type !== 1) || at > bytes.length) refuse();
    yield type === 5 ? { ...field, float: view.getFloat32(key.next, true) } : field;
  }
}
