// Encodes text in the legacy encodings of the web: GB18030's two-byte part, Shift_JIS, Windows-1252, by turning the platform's decoders round.
// Invariant: what is encoded decodes to the same text; a character outside the encoding becomes a numeric reference, as browsers do.
// Refuses: encodings with more than two bytes a character.

const leadRanges = {
  gb18030: [[0x81, 0xfe]],
  shift_jis: [
    [0x81, 0x9f],
    [0xe0, 0xfc],
  ],
  'windows-1252': [],
};
const tables = new Map();

function buildTable(encoding) {
  const decoder = new TextDecoder(encoding);
  const table = new Map();
  const add = (bytes) => {
    const character = decoder.decode(Uint8Array.from(bytes));
    if ([...character].length === 1 && character !== '\ufffd' && !table.has(character))
      table.set(character, bytes);
  };
  for (let byte = 0; byte < 256; byte += 1) add([byte]);
  for (const [from, to] of leadRanges[encoding])
    for (let lead = from; lead <= to; lead += 1)
      for (let trail = 0x40; trail < 0xff; trail += 1) add([lead, trail]);
  return table;
}

/** Bytes of `html` in `encoding` (`utf-8` or one of the above). */
export function encodeText(html, encoding) {
  if (encoding === 'utf-8') return Buffer.from(html);
  if (!tables.has(encoding)) tables.set(encoding, buildTable(encoding));
  const table = tables.get(encoding);
  const bytes = [];
  for (const character of html) {
    const found = table.get(character);
    if (found) bytes.push(...found);
    else for (const digit of `&#${character.codePointAt(0)};`) bytes.push(digit.charCodeAt(0));
  }
  return Buffer.from(bytes);
}
