/**
 * Raw bytes to clean UTF-8 in kernel memory: the encoding found, what is broken replaced, mojibake undone, invisible characters dropped,
 * NFC.
 * Invariant: the same bytes and charset give the same text. Text that is UTF-8, free of mojibake and in NFC, nearly all, makes no string.
 * Refuses binary content (`binary`) and text of which more than 1 % cannot be read in any encoding (`invalid-encoding`).
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { combiningClassTable } from '../tokenizer/character-tables.ts';
import { createUtf8Placer, type RefusedText, type Utf8Text } from './place-utf8.ts';
import { repairMojibake } from './repair-mojibake.ts';

export interface RepairOptions {
  /** Makes full-width letters, digits and signs ASCII, and the ideographic space a plain one. */
  foldsWide?: boolean;
}

/** `pointer` holds until the mark from before the call is released. */
export interface RepairedText extends Utf8Text {
  kind: 'text';
  /** Runs of mojibake undone. */
  numMended: number;
}

export interface TextRepairer {
  /**
   * Repairs a text; `charset` is the encoding that its transport or its markup names (any label), believed only where the bytes are not
   * UTF-8. Room is reserved for the result: mark before, release after.
   */
  repair(bytes: Uint8Array, charset?: string): RepairedText | RefusedText;
}

interface Span {
  pointer: number;
  length: number;
}

const slack = 16;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Makes a repairer on kernels; a table stays there. */
export function createTextRepairer(kernels: Kernels, options: RepairOptions = {}): TextRepairer {
  const { calls } = kernels;
  const foldsWide = options.foldsWide === true ? 1 : 0;
  const classes = kernels.place(combiningClassTable());
  const placeUtf8 = createUtf8Placer(kernels);

  /** A text rewritten as a string, in new room. */
  function rewrite({ pointer, length }: Span, change: (text: string) => string): Span {
    const text = decoder.decode(kernels.bytes().subarray(pointer, pointer + length));
    const changed = encoder.encode(change(text));
    return { pointer: kernels.place(changed), length: changed.length };
  }

  return {
    repair(bytes, charset) {
      const found = placeUtf8(bytes, charset);
      if ('kind' in found) return found;
      let text: Span = found;
      let numMended = 0;
      if (calls.hasMojibake(text.pointer, text.length) === 1)
        text = rewrite(text, (broken) => {
          const mended = repairMojibake(broken);
          numMended = mended.numMended;
          return mended.text;
        });
      const pointer = kernels.reserve(text.length + slack);
      const length = calls.cleanText(text.pointer, text.length, pointer, foldsWide);
      text = { pointer, length };
      if (calls.isNfc(pointer, length, classes) !== 1) text = rewrite(text, (raw) => raw.normalize('NFC'));
      const { encoding, numReplaced } = found;
      return { kind: 'text', pointer: text.pointer, length: text.length, encoding, numReplaced, numMended };
    },
  };
}
