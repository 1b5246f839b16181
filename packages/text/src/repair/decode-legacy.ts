/**
 * Bytes of an encoding other than UTF-8 as a string, by the engine's own decoders.
 * Invariant: as the WHATWG Encoding Standard says for every label it knows; what cannot be read is U+FFFD.
 * Refuses (returns nothing for) labels that the standard does not know.
 */
const decoders = new Map<string, TextDecoder | undefined>();

/** What windows-1252 has for 0x80 to 0x9f; Node 20 reads them as control characters (nodejs/node#56542). */
const westernMarks = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** The standard's name of an encoding, by any of its labels; nothing for what it does not know. */
export function standardEncoding(label: string): string | undefined {
  return decoderOf(label)?.encoding;
}

/** @throws where the label is not one of the standard's: ask `standardEncoding` first */
export function decodeLegacy(bytes: Uint8Array, encoding: string): string {
  const decoder = decoderOf(encoding);
  if (decoder === undefined) throw new RangeError(`no encoding is called ${encoding}`);
  if (decoder.encoding !== 'windows-1252') return decoder.decode(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/[\x80-\x9f]/g, (mark) => westernMarks[mark.charCodeAt(0) - 0x80] ?? mark);
}

function decoderOf(label: string): TextDecoder | undefined {
  const key = label.toLowerCase();
  if (!decoders.has(key)) decoders.set(key, makeDecoder(key));
  return decoders.get(key);
}

function makeDecoder(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}
