import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { packTar, type TarEntry } from 'modern-tar';
import { expect, test } from 'vitest';
import { type ArchiveFormat, type ArchiveOptions, findArchiveFormat, walkArchive } from './walk-archive.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const file = (name: string, body: string): TarEntry => ({
  header: { name, size: encode(body).length },
  body,
});

async function walk(
  source: string | Uint8Array,
  format: ArchiveFormat,
  options?: ArchiveOptions,
): Promise<string[]> {
  const lines: string[] = [];
  for await (const item of walkArchive(source, format, options)) {
    if (item.kind === 'set-aside') lines.push(`${item.path} ! ${item.reason}`);
    else lines.push(`${item.path} = ${new TextDecoder().decode(item.bytes)}`);
  }
  return lines;
}

const names = { 'a.txt': encode('one'), 'folder/': encode(''), './folder//港口.txt': encode('two') };
const members = ['a.txt = one', 'folder/港口.txt = two'];

test('formats are told by their names', () => {
  expect(['x.zip', 'X.TGZ', 'x.tar.gz', 'x.tar', 'x.tar.zst', 'x.docx'].map(findArchiveFormat)).toEqual([
    'zip',
    'tar.gz',
    'tar.gz',
    'tar',
    'tar.zst',
    undefined,
  ]);
});

test('a ZIP and a tar are walked as folders, from bytes and from a path', async () => {
  const tar = await packTar([
    file('a.txt', 'one'),
    { header: { name: 'folder/', size: 0, type: 'directory' } },
    file(`folder/${'long/'.repeat(60)}港口.txt`, 'two'),
  ]);
  const longMembers = ['a.txt = one', `folder/${'long/'.repeat(60)}港口.txt = two`];
  expect(await walk(zipSync(names), 'zip')).toEqual(members);
  expect(await walk(tar, 'tar')).toEqual(longMembers);
  expect(await walk(gzipSync(tar), 'tar.gz')).toEqual(longMembers);
  const folder = await mkdtemp(join(tmpdir(), 'slipway-archives-'));
  try {
    await writeFile(join(folder, 'a.zip'), zipSync(names));
    await writeFile(join(folder, 'a.tar'), tar);
    expect(await walk(join(folder, 'a.zip'), 'zip')).toEqual(members);
    expect(await walk(join(folder, 'a.tar'), 'tar')).toEqual(longMembers);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('Zstandard needs a port', async () => {
  const tar = await packTar([file('a.txt', 'one')]);
  expect(await walk(tar, 'tar.zst')).toEqual([' ! unknown-method']);
  expect(await walk(tar, 'tar.zst', { unpackZstd: (chunks) => chunks })).toEqual(['a.txt = one']);
});

test('an archive inside is a folder, one inside that is not', async () => {
  const inner = zipSync({ 'a.txt': encode('one'), 'b.tar': encode('') });
  expect(await walk(zipSync({ 'in.zip': inner, 'bad.zip': encode('no') }), 'zip')).toEqual([
    'in.zip/a.txt = one',
    'in.zip/b.tar ! too-deep',
    'bad.zip ! damaged',
  ]);
});

test('a path that goes on through a file, or takes the place of a folder, is told', async () => {
  const tar = await packTar([
    file('a', '1'),
    file('a/b', '2'),
    file('c/d/e', '3'),
    file('c/d', '4'),
    file('a', '5'),
  ]);
  expect(await walk(tar, 'tar')).toEqual([
    'a = 1',
    'a/b ! unsafe-path',
    'c/d/e = 3',
    'c/d ! unsafe-path',
    'a = 5',
  ]);
});

test('paths that lead out, links and devices are told, the rest is read', async () => {
  const paths = ['../a', '/etc/a', 'C:\\a', 'x/../../a', 'ok'];
  const expected = [...paths.slice(0, 4).map((path) => `${path.replace('\\', '/')} ! unsafe-path`), 'ok = x'];
  expect(await walk(zipSync(Object.fromEntries(paths.map((path) => [path, encode('x')]))), 'zip')).toEqual(
    expected,
  );
  const link: TarEntry = { header: { name: 'link', size: 0, type: 'symlink', linkname: '/etc/passwd' } };
  const tar = await packTar([file('../a', 'x'), link, file('ok', 'x')]);
  expect(await walk(tar, 'tar')).toEqual(['../a ! unsafe-path', 'link ! not-a-file', 'ok = x']);
});

test('bounds: members, bytes, bombs', async () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`${place}`, encode('x')]));
  expect((await walk(zipSync(many), 'zip', { maxMembers: 3 })).at(-1)).toBe(' ! too-many-members');
  expect(await walk(zipSync({ a: encode('12345'), b: encode('1') }), 'zip', { maxMemberBytes: 4 })).toEqual([
    'a ! too-large',
    'b = 1',
  ]);
  const zeros = new Uint8Array(17 * 1024 ** 2);
  expect(await walk(zipSync({ zeros }), 'zip')).toEqual(['zeros ! decompression-bomb']);
  const tar = await packTar([{ header: { name: 'zeros', size: zeros.length }, body: zeros }]);
  expect(await walk(gzipSync(tar), 'tar.gz')).toEqual([
    'zeros ! decompression-bomb',
    ' ! decompression-bomb',
  ]);
});

test('an archive that holds nothing, or says so, is told', async () => {
  expect(await walk(zipSync({ 'folder/': encode('') }), 'zip')).toEqual([' ! empty']);
  const zip = Buffer.from(zipSync({ a: encode('one') }));
  zip.writeUInt16LE(0, zip.length - 12);
  expect(await walk(zip, 'zip')).toEqual([' ! empty']);
});

test('damage is told where it is met', async () => {
  const zip = zipSync({ a: encode('one'), b: encode('two') }, { level: 0 });
  const broken = Buffer.from(zip);
  broken.write('X', broken.indexOf('one'));
  expect(await walk(broken, 'zip')).toEqual(['a ! damaged', 'b = two']);
  expect(await walk(zip.subarray(0, 60), 'zip')).toEqual([' ! damaged']);
  const tar = await packTar([file('a', 'one'), file('b', 'x'.repeat(2000))]);
  expect(await walk(tar.subarray(0, 2000), 'tar')).toEqual(['a = one', expect.stringContaining('! damaged')]);
  expect(await walk(gzipSync(tar).subarray(0, 40), 'tar.gz')).toEqual([expect.stringContaining('! damaged')]);
});
