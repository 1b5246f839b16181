// Seeded damage to a file that knows what it is packed in: what lies inside is damaged and packed again, so that readers come to see it.
// Invariant: the same seed and file always give the same damage. One file in four is damaged as the bytes that it is.
import { gunzipSync, gzipSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import { chooseFrom, damageBytes } from './damage-bytes.mjs';

const isXml = (name) => /\.(?:xml|rels|opf|ncx|xhtml|html)$/.test(name);
const attributeValues = [
  '',
  '0',
  '-1',
  '1',
  '99999999999',
  '1e9',
  'rId1',
  '../../x',
  'http://x/',
  'true',
  '\u6e2f',
  'x'.repeat(300),
];

/** Elements without elements, to be taken out, doubled, moved or nested. */
const leaf = /<([\w:]+)(?:\s[^<>]*)?(?:\/>|>[^<]*<\/\1>)/g;

/** XML with one place changed that stays well-formed more often than not. */
function damageXml(text, random) {
  if (random(2) === 0) {
    const found = [...text.matchAll(/="([^"]*)"/g)];
    if (found.length === 0) return text;
    const { index, 0: old } = chooseFrom(found, random);
    return `${text.slice(0, index)}="${chooseFrom(attributeValues, random)}"${text.slice(index + old.length)}`;
  }
  const found = [...text.matchAll(leaf)];
  if (found.length === 0) return text;
  const { index, 0: element, 1: name } = chooseFrom(found, random);
  const other = chooseFrom(found, random);
  const count = 1 + random(600);
  const made = chooseFrom(
    [
      () => '',
      () => element.repeat(1 + random(40)),
      () => other[0],
      () => `<${name}>`.repeat(count) + element + `</${name}>`.repeat(count),
      () => `<${other[1]}>${element}</${other[1]}>`,
    ],
    random,
  )();
  return text.slice(0, index) + made + text.slice(index + element.length);
}

function damageMember(name, bytes, random) {
  if (!isXml(name) || random(3) === 0) return damageBytes(bytes, random);
  let text = Buffer.from(bytes).toString('utf8');
  for (let left = 1 + random(4); left > 0; left -= 1) text = damageXml(text, random);
  return Buffer.from(text);
}

// The packer would take the clock's.
const mtime = '2026-01-01T00:00:00';

const strangeNames = [
  '../a.txt',
  '/etc/a.txt',
  'a'.repeat(300),
  '',
  'a\0b',
  'x/',
  '\u6e2f\u53e3.txt',
  'inner.zip',
  'C:\\a.txt',
];

/** Members of a ZIP file, one of them damaged, left out, doubled under another name, or exchanged, packed again. */
function damageZip(members, random) {
  const names = Object.keys(members).filter((name) => members[name].length > 0);
  const name = chooseFrom(names, random);
  const changed = { ...members };
  const kind = random(10);
  if (kind === 0) delete changed[name];
  else if (kind === 1) changed[name] = members[chooseFrom(names, random)];
  else if (kind === 2) changed[chooseFrom(strangeNames, random)] = members[name];
  else changed[name] = damageMember(name, members[name], random);
  return Buffer.from(zipSync(changed, { level: random(4) === 0 ? 1 : 0, mtime }));
}

const tarFields = [
  [0, 100],
  [100, 8],
  [124, 12],
  [136, 12],
  [156, 1],
  [157, 100],
  [257, 8],
  [345, 155],
];
const tarTypes = '0157gxLKS\0';

/** A header of a tar changed, with a checksum that is right again. */
function damageTar(bytes, random) {
  const tar = Buffer.from(bytes);
  const start = random(Math.max(1, Math.floor(tar.length / 512))) * 512;
  const header = tar.subarray(start, start + 512);
  if (header.length < 512 || random(4) === 0) return damageBytes(tar, random);
  const [at, length] = chooseFrom(tarFields, random);
  const field = header.subarray(at, at + length);
  if (length === 1) field.write(chooseFrom(tarTypes, random));
  else if (length === 12)
    field.write(
      `${random(2 ** 31)
        .toString(8)
        .padStart(11, '0')} `.slice(0, random(13)),
    );
  else field.set(damageBytes(field, random).subarray(0, length));
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return tar;
}

function packGzip(bytes, random) {
  const packed = gzipSync(bytes, { level: 1 });
  return random(8) === 0
    ? Buffer.concat([packed, chooseFrom([packed, Buffer.from('rest'), Buffer.alloc(20)], random)])
    : packed;
}

/** One frame of Zstandard with one block as it is (RFC 8878). */
function packZstd(bytes) {
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32LE(bytes.length, 5);
  head.writeUIntLE(bytes.length * 8 + 1, 9, 3);
  return Buffer.concat([head, bytes]);
}

const zipLike = /\.(?:zip|docx|pptx|xlsx|epub|od[tps])$/;

/** What lies in a seed, unpacked once. */
export function openSeed({ name, bytes, inner }) {
  if (zipLike.test(name)) return { name, bytes, members: unzipSync(bytes) };
  if (/gz$/.test(name)) return { name, bytes, inner: gunzipSync(bytes) };
  return { name, bytes, inner };
}

/** The bytes of a seed that `openSeed` gave, damaged. */
export function damageFile({ name, bytes, inner, members }, random) {
  if (random(4) === 0) return damageBytes(bytes, random);
  if (members) return damageZip(members, random);
  const damage = /\.(?:tar|tgz)/.test(name) ? damageTar : damageBytes;
  if (/gz$/.test(name)) return packGzip(damage(inner, random), random);
  if (inner) return packZstd(damage(inner, random));
  return damage(bytes, random);
}
