// Seeded damage to bytes: flips, cuts, doubled and swapped pieces, lengths out of range, words of the formats in the wrong place.
// Invariant: the same seed and bytes always give the same damage.

/** A generator of numbers below `limit`, for one case (mulberry32: https://github.com/bryc/code/blob/master/jshash/PRNGs.md). */
export function createRandom(seed) {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

export const chooseFrom = (list, random) => list[random(list.length)];

const words = [
  ...[
    '"',
    '""',
    '\\u',
    '\\ud83d',
    '{',
    '[',
    '}',
    '\n',
    '\r\n',
    '\r\n\r\n',
    '\0',
    ',',
    '\t',
    '-1',
    '.',
    '\u00a0',
  ],
  ...['WARC/1.0\r\n', 'Content-Length: 99999999999\r\n', 'Content-Encoding: gzip\r\n', 'HTTP/1.1 200 OK\r\n'],
  ...[
    '<',
    '</a>',
    '&x;',
    '<a:b>',
    '<!--',
    '<![CDATA[',
    '<table><tr><td>',
    '&#x10ffff;',
    '<pre>',
    '<p>'.repeat(600),
  ],
  ...['\x1f\x8b', '\x28\xb5\x2f\xfd', 'PAR1', 'PK\x03\x04', 'PK\x05\x06', '%PDF-1.7', 'ustar'],
  ...[
    'endobj',
    'endstream',
    '/Kids [1 0 R]',
    ' 65535 f',
    '<<',
    '>>',
    '1 0 R',
    '/Length 999999999',
    '/Prev 1',
    '(',
    'BT',
    'Tj',
  ],
  ...[
    '\xff\xfe',
    '\xef\xbb\xbf',
    '\xff\xff\xff\xff',
    '\xe4\xbd',
    '\xf0\x9f',
    '```',
    '| a |',
    '# ',
    '[a](b',
    '\x1b',
  ],
];

/** Numbers at which a length, a count or an offset is on the edge of something. */
function edgeNumber(length, random) {
  return chooseFrom(
    [
      0,
      1,
      length - 1,
      length,
      length + 1,
      127,
      128,
      255,
      256,
      32767,
      65535,
      2 ** 24,
      2 ** 31 - 1,
      2 ** 31,
      2 ** 32 - 1,
    ],
    random,
  );
}

function editLength(bytes, random) {
  const width = chooseFrom([2, 4, 4, 8], random);
  if (bytes.length < width) return bytes;
  const at = random(bytes.length - width + 1);
  const value = edgeNumber(bytes.length, random);
  if (width === 8)
    bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value) * (random(2) === 0 ? 1n : 0x100000001n)), at);
  else if (random(3) > 0) bytes.writeUIntLE(Math.max(0, value) % 2 ** (8 * width), at, width);
  else bytes.writeUIntBE(Math.max(0, value) % 2 ** (8 * width), at, width);
  return bytes;
}

/** Another number where digits stand. */
function editDigits(bytes, random) {
  const runs = [...bytes.toString('latin1').matchAll(/\d+/g)];
  if (runs.length === 0) return bytes;
  const { index, 0: digits } = chooseFrom(runs, random);
  const value =
    random(3) === 0 ? random(100) : random(2) === 0 ? Number(digits) + 1 : edgeNumber(bytes.length, random);
  return replace(bytes, index, digits.length, Buffer.from(String(value)));
}

const replace = (bytes, at, length, piece) =>
  Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + length)]);

function splice(bytes, random) {
  const at = random(bytes.length);
  const piece = bytes.subarray(at, at + 1 + random(200));
  return replace(bytes, random(bytes.length), random(2) === 0 ? 0 : piece.length, piece);
}

function repeatBlock(bytes, random) {
  const at = random(bytes.length);
  const block = bytes.subarray(at, at + 1 + random(32));
  const count = Math.min(1 + random(300), Math.ceil(8192 / block.length));
  return replace(bytes, at, 0, Buffer.concat(Array.from({ length: count }, () => block)));
}

const damages = [
  (bytes, random) => {
    for (let left = 1 + random(8); left > 0; left -= 1) bytes[random(bytes.length)] = random(256);
    return bytes;
  },
  (bytes, random) => bytes.subarray(0, random(bytes.length + 1)),
  splice,
  (bytes, random) => replace(bytes, random(bytes.length), 1 + random(64), Buffer.alloc(0)),
  (bytes, random) =>
    replace(bytes, random(bytes.length), 0, Buffer.from(chooseFrom(words, random), 'latin1')),
  (bytes, random) => {
    const at = random(bytes.length);
    return bytes.fill(
      chooseFrom([0xff, 0x7f, 0x80, 0x00], random),
      at,
      Math.min(bytes.length, at + 1 + random(8)),
    );
  },
  (bytes, random) => {
    bytes[random(bytes.length)] ^= 1 << random(8);
    return bytes;
  },
  editLength,
  editDigits,
  repeatBlock,
];

/** A copy of bytes with one to four damages. */
export function damageBytes(bytes, random) {
  let damaged = Buffer.from(bytes);
  for (let left = 1 + random(4); left > 0 && damaged.length > 0; left -= 1)
    damaged = chooseFrom(damages, random)(damaged, random);
  return damaged;
}
