/**
 * A ZIP file read by its directory, member by member; ZIP64 included.
 * Invariant: a member's bytes have the length and the checksum that the directory gives, or are refused; memory is bounded by the member
 * asked for, and the directory is walked, not held.
 * Refuses (throws `ArchiveFault`) passwords, damage, methods other than stored and deflated, and what swells beyond bounds.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import yauzl from 'yauzl';
import { ArchiveFault } from './archive-fault.ts';

export interface ZipMember {
  path: string;
  /** Unpacked, as the directory says. */
  numBytes: number;
  isFolder: boolean;
  isLink: boolean;
  /** @throws ArchiveFault */
  read(maxBytes: number): Promise<Buffer>;
}

export interface ZipFolder {
  numMembers: number;
  /** Walks the directory in its order; once. @throws ArchiveFault `damaged` */
  members(): AsyncGenerator<ZipMember>;
  close(): void;
}

/** Deflate can reach 1032:1; the XML of an empty sheet reaches 200:1. */
const maxInflationRatio = 400;
/** Small members may swell freely up to this size, in bytes. */
const freeOutputBytes = 16 * 1024 ** 2;
const utf8 = new TextDecoder('utf-8', { fatal: true });
const chinese = new TextDecoder('gb18030', { fatal: true });
const utf8Flag = 0x800;
const unixLinkMode = 0o120000;

/** @param source a path, or the bytes of the file. @throws ArchiveFault `damaged` */
export async function openZip(source: string | Uint8Array): Promise<ZipFolder> {
  const options = { lazyEntries: true, decodeStrings: false, autoClose: false };
  const zip = await attempt<yauzl.ZipFile>((done) => {
    if (typeof source === 'string') yauzl.open(source, options, done);
    else yauzl.fromBuffer(Buffer.from(source.buffer, source.byteOffset, source.byteLength), options, done);
  });
  return { numMembers: zip.entryCount, members: () => walkEntries(zip), close: () => zip.close() };
}

async function* walkEntries(zip: yauzl.ZipFile): AsyncGenerator<ZipMember> {
  for (let place = 0; place < zip.entryCount; place += 1) {
    const entry = await nextEntry(zip);
    if (!entry) return;
    const path = decodePath(entry.fileName as unknown as Buffer, entry.generalPurposeBitFlag);
    yield {
      path,
      numBytes: entry.uncompressedSize,
      isFolder: path.endsWith('/'),
      isLink: ((entry.externalFileAttributes >>> 16) & 0o170000) === unixLinkMode,
      read: (maxBytes) => readMember(zip, entry, maxBytes),
    };
  }
}

function nextEntry(zip: yauzl.ZipFile): Promise<yauzl.Entry | undefined> {
  return attempt((done) => {
    const settle = (error: Error | null, entry?: yauzl.Entry) => {
      zip.off('entry', onEntry).off('end', onEnd).off('error', settle);
      done(error, entry);
    };
    const onEntry = (entry: yauzl.Entry) => settle(null, entry);
    const onEnd = () => settle(null);
    zip.on('entry', onEntry).on('end', onEnd).on('error', settle);
    zip.readEntry();
  });
}

/** UTF-8 where it is UTF-8, marked or not; else the encoding of Chinese Windows where it is that; else Latin. */
function decodePath(bytes: Buffer, flags: number): string {
  for (const decoder of flags & utf8Flag ? [utf8] : [utf8, chinese]) {
    try {
      return decoder.decode(bytes).replaceAll('\\', '/');
    } catch {
      // Not this encoding.
    }
  }
  return bytes.toString('latin1').replaceAll('\\', '/');
}

async function readMember(zip: yauzl.ZipFile, entry: yauzl.Entry, maxBytes: number): Promise<Buffer> {
  const { compressedSize, uncompressedSize, compressionMethod } = entry;
  if (entry.isEncrypted()) throw new ArchiveFault('encrypted', 'opens with a password only');
  if (compressionMethod !== 0 && compressionMethod !== 8) {
    throw new ArchiveFault('unknown-method', `packed by method ${compressionMethod}`);
  }
  if (uncompressedSize > maxBytes)
    throw new ArchiveFault('too-large', `a member of ${uncompressedSize} bytes`);
  if (uncompressedSize > Math.max(freeOutputBytes, compressedSize * maxInflationRatio)) {
    throw new ArchiveFault('decompression-bomb', `unpacks to more than ${maxInflationRatio} times its size`);
  }
  const packed = await readPacked(zip, entry);
  const bytes = compressionMethod === 0 ? packed : inflate(packed, uncompressedSize);
  if (bytes.length !== uncompressedSize || crc32(bytes) !== entry.crc32) {
    throw new ArchiveFault('damaged', 'a member does not have its checksum');
  }
  return bytes;
}

function inflate(packed: Buffer, numBytes: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(numBytes, 1) });
  } catch (error) {
    throw new ArchiveFault('damaged', (error as Error).message);
  }
}

async function readPacked(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Buffer> {
  const decompress = entry.isCompressed() ? false : null;
  const options = { decompress, decrypt: null, start: null, end: null };
  const stream = await attempt<NodeJS.ReadableStream>((done) => zip.openReadStream(entry, options, done));
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

/** A call with a callback as a promise; its error, thrown or given, is a fault of the archive. */
function attempt<Value>(call: (done: (error: Error | null, value?: Value) => void) => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new ArchiveFault('damaged', error.message));
    try {
      call((error, value) => (error ? fail(error) : resolve(value as Value)));
    } catch (error) {
      fail(error as Error);
    }
  });
}
