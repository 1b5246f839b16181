/**
 * Encoding for vocabularies whose text is normalised to NFC: documents that pass the quick check, nearly all, never leave the kernels;
 * of the others each stretch between added tokens is checked, and normalised as a string where it must be.
 * Invariant: added tokens are found in the raw text and stay as they are.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { combiningClassTable } from './character-tables.ts';
import { fields, roomBehind, roomPerByte } from './model-layout.ts';
import { normaliseNfc } from './normalise-nfc.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** @returns the `encode` of a tokenizer */
export function bindNormalising(kernels: Kernels, model: number, passesSpecial: number) {
  const table = kernels.place(combiningClassTable());
  const match = kernels.reserve(16);
  const { calls } = kernels;
  const viewMemory = () => new DataView(kernels.bytes().buffer);

  /** Text between added tokens. @returns the end of the ids */
  function encodeSlowly(pointer: number, length: number, out: number): number {
    if (length === 0 || calls.isNfc(pointer, length, table) === 1)
      return calls.encodeNormalised(model, pointer, length, out, passesSpecial);
    const raw = decoder.decode(kernels.bytes().subarray(pointer, pointer + length));
    const text = encoder.encode(normaliseNfc(raw));
    const mark = kernels.mark();
    const normalised = kernels.place(text);
    const room = kernels.reserve(text.length * roomPerByte + roomBehind);
    const end = calls.encodeNormalised(model, normalised, text.length, room, passesSpecial);
    kernels.bytes().copyWithin(out, room, end);
    kernels.release(mark);
    return out + end - room;
  }

  function encodeNormalising(pointer: number, length: number, outPointer: number): number {
    const set = viewMemory().getUint32(model + fields.rawSet, true);
    const end = pointer + length;
    let at = pointer;
    let out = outPointer;
    while (set !== 0 && calls.findAdded(set, at, end, match, passesSpecial) === 1) {
      const view = viewMemory();
      const [start, stop, id] = [0, 4, 8].map((field) => view.getUint32(match + field, true)) as [
        number,
        number,
        number,
      ];
      out = encodeSlowly(at, start - at, out);
      viewMemory().setUint32(out, id, true);
      out += 4;
      at = stop;
    }
    return (encodeSlowly(at, end - at, out) - outPointer) / 4;
  }

  return (pointer: number, length: number, outPointer: number): number =>
    calls.isNfc(pointer, length, table) === 1
      ? calls.encode(model, pointer, length, outPointer, passesSpecial)
      : encodeNormalising(pointer, length, outPointer);
}
