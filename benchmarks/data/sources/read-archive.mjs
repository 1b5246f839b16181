// The files of a package, one after the other: `.deb` through dpkg-deb, `.tgz` and `.tar.gz` here, `.whl` through Python's zipfile.
// Invariant: files come in the archive's order, unpacked if they were gzipped (`.gz`, `.dz`); only those asked for are kept in memory.
// Refuses: links, and files above 64 MB.

import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createGunzip, gunzipSync } from 'node:zlib';

const maxFileBytes = 64e6;
const python = process.env.SLIPWAY_PYTHON ?? 'python3';
const zipToTar = `
import sys, tarfile, zipfile
with zipfile.ZipFile(sys.argv[1]) as source, tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as target:
    for entry in source.infolist():
        if not entry.is_dir():
            information = tarfile.TarInfo(entry.filename)
            information.size = entry.file_size
            target.addfile(information, source.open(entry))
`;

function openTar(file) {
  if (!file.endsWith('.deb') && !file.endsWith('.whl')) return createReadStream(file).pipe(createGunzip());
  const [command, args] = file.endsWith('.deb')
    ? ['dpkg-deb', ['--fsys-tarfile', file]]
    : [python, ['-c', zipToTar, file]];
  return spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] }).stdout;
}

const readName = (header, start, length) =>
  header.toString('utf8', start, start + length).replace(/\0[\s\S]*$/, '');

/** What a tar header says: name, size in bytes and type. */
function readHeader(header) {
  const prefix =
    header.toString('latin1', 257, 262) === 'ustar' && header[262] === 0 ? readName(header, 345, 155) : '';
  const name = readName(header, 0, 100);
  const numBytes = Number.parseInt(readName(header, 124, 12).trim() || '0', 8);
  return { name: prefix ? `${prefix}/${name}` : name, numBytes, type: String.fromCharCode(header[156]) };
}

/** Reads exact numbers of bytes from a stream of chunks; can pass over bytes without keeping them. */
function createTaker(stream) {
  const chunks = stream[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);
  return async (numBytes, isKept = true) => {
    const parts = [];
    let missing = numBytes;
    while (missing > 0) {
      if (rest.length === 0) {
        const { value, done } = await chunks.next();
        if (done) return undefined;
        rest = value;
      }
      const part = rest.subarray(0, missing);
      if (isKept) parts.push(part);
      rest = rest.subarray(part.length);
      missing -= part.length;
    }
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  };
}

function unpack(name, bytes) {
  if (!/\.(gz|dz)$/.test(name)) return { path: name, bytes };
  return { path: name.replace(/\.(gz|dz)$/, ''), bytes: gunzipSync(bytes) };
}

/** Yields `{path, bytes}` of the files for which `isWanted(path)` holds. */
export async function* readArchive(file, isWanted) {
  const take = createTaker(openTar(file));
  let longName;
  for (;;) {
    const header = await take(512);
    if (!header || header[0] === 0) return;
    const entry = readHeader(header);
    const name = longName ?? entry.name;
    const isLongName = entry.type === 'L';
    const isFile = entry.type === '0' || entry.type === '\0';
    const isKept = isLongName || (isFile && entry.numBytes <= maxFileBytes && isWanted(name));
    const padded = Math.ceil(entry.numBytes / 512) * 512;
    const bytes = padded > 0 ? await take(padded, isKept) : undefined;
    longName = isLongName ? readName(bytes, 0, entry.numBytes) : undefined;
    if (isKept && !isLongName && bytes) yield unpack(name, bytes.subarray(0, entry.numBytes));
  }
}
