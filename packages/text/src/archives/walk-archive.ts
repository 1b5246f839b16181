/**
 * Walks an archive as a folder: ZIP, tar, tar.gz, and tar.zst where a port for it is given; archives inside it one level deep.
 * Invariant: members come in the order of the archive, one in memory at a time; each is given whole, with its checksum where the format has
 * one, or told with a reason. What is wrong with the archive as a whole is told last, under its own path.
 * Refuses: paths that lead out or on through a file, links and devices, bombs, and more members or bytes than the bounds.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ArchiveFault, type ArchiveReason } from './archive-fault.ts';
import { openZip } from './open-zip.ts';
import { createPathPlaces, type PathPlaces } from './path-places.ts';
import { readTar } from './read-tar.ts';
import { readSafePath } from './safe-path.ts';
import { type Unpack, unpackChunks } from './unpack-chunks.ts';

export type ArchiveFormat = 'zip' | 'tar' | 'tar.gz' | 'tar.zst';

export interface ArchiveOptions {
  /** Larger members are set aside, in bytes. */
  maxMemberBytes?: number;
  /** Of the archive and those in it. */
  maxMembers?: number;
  /** Unpacks the frames of Zstandard; must itself bound what a frame may ask for. */
  unpackZstd?: Unpack;
}

export type ArchiveItem =
  /** `path` goes through an inner archive as through a folder. */
  | { kind: 'member'; path: string; bytes: Uint8Array }
  | { kind: 'set-aside'; path: string; reason: ArchiveReason; detail: string };

interface Walk {
  format: ArchiveFormat;
  /** Path of the archive in the one it lies in, with a slash at its end; empty for the outermost. */
  prefix: string;
  maxMemberBytes: number;
  unpackZstd: Unpack | undefined;
  /** What is left for all of the walk. */
  left: { numMembers: number; numBytes: number };
  places: PathPlaces;
}

interface Member {
  path: string;
  isFolder: boolean;
  isFile: boolean;
  read(maxBytes: number): Promise<Uint8Array>;
}

/** Whatever an archive unpacks to in all: so many times its size, and this much in any case. */
const maxInflationRatio = 400;
const freeOutputBytes = 256 * 1024 ** 2;
const suffixes: readonly [RegExp, ArchiveFormat][] = [
  [/\.zip$/i, 'zip'],
  [/\.tar$/i, 'tar'],
  [/\.(tar\.gz|tgz)$/i, 'tar.gz'],
  [/\.(tar\.zst|tzst)$/i, 'tar.zst'],
];

/** The format of an archive by its name; `undefined` for what is none. Office files are archives, too, but not to be walked. */
export function findArchiveFormat(path: string): ArchiveFormat | undefined {
  return suffixes.find(([suffix]) => suffix.test(path))?.[1];
}

/**
 * Walks an archive.
 * @param source a path, or the bytes themselves
 * @throws what the file system throws where the path cannot be read
 */
export async function* walkArchive(
  source: string | Uint8Array,
  format: ArchiveFormat,
  options: ArchiveOptions = {},
): AsyncGenerator<ArchiveItem> {
  const { maxMemberBytes = 256 * 1024 ** 2, maxMembers = 100_000, unpackZstd } = options;
  const numBytes = typeof source === 'string' ? (await stat(source)).size : source.length;
  const left = { numMembers: maxMembers, numBytes: Math.max(freeOutputBytes, numBytes * maxInflationRatio) };
  let isEmpty = true;
  const places = createPathPlaces();
  for await (const item of walk(source, { format, prefix: '', maxMemberBytes, unpackZstd, left, places })) {
    isEmpty = false;
    yield item;
  }
  // A damaged directory may say that there is nothing: the archive must not vanish.
  if (isEmpty) yield setAside('', new ArchiveFault('empty', 'no file is in it'));
}

async function* walk(source: string | Uint8Array, setting: Walk): AsyncGenerator<ArchiveItem> {
  const { prefix, left, maxMemberBytes, places } = setting;
  try {
    for await (const member of listMembers(source, setting)) {
      if (member.isFolder) continue;
      left.numMembers -= 1;
      if (left.numMembers < 0) throw new ArchiveFault('too-many-members', 'more members than are taken');
      const path = readSafePath(member.path);
      if (path === undefined) {
        yield setAside(
          `${prefix}${member.path}`,
          new ArchiveFault('unsafe-path', 'a path that leads out of the archive'),
        );
      } else if (!member.isFile) {
        yield setAside(`${prefix}${path}`, new ArchiveFault('not-a-file', 'a link or a device'));
      } else if (findArchiveFormat(path) === undefined && !places.claim(`${prefix}${path}`)) {
        const fault = new ArchiveFault('unsafe-path', 'a path that goes on through another file');
        yield setAside(`${prefix}${path}`, fault);
      } else {
        const bytes = await attempt(member.read(Math.min(maxMemberBytes, left.numBytes)));
        if (bytes instanceof ArchiveFault) yield setAside(`${prefix}${path}`, explainBound(bytes, setting));
        else {
          left.numBytes -= bytes.length;
          yield* enter(`${prefix}${path}`, bytes, setting);
        }
      }
    }
  } catch (error) {
    if (!(error instanceof ArchiveFault)) throw error;
    yield setAside(prefix.slice(0, -1), error);
  }
}

/** A member as it is, or, where it is an archive, what is in it. */
async function* enter(path: string, bytes: Uint8Array, setting: Walk): AsyncGenerator<ArchiveItem> {
  const format = findArchiveFormat(path);
  if (format === undefined) yield { kind: 'member', path, bytes };
  else if (setting.prefix === '') yield* walk(bytes, { ...setting, format, prefix: `${path}/` });
  else yield setAside(path, new ArchiveFault('too-deep', 'an archive in an archive in an archive'));
}

function setAside(path: string, { reason, message }: ArchiveFault): ArchiveItem {
  return { kind: 'set-aside', path, reason, detail: message };
}

/** A member that is too large only for what is left of the walk ends the walk: so much is in no archive of files. */
function explainBound(fault: ArchiveFault, { left, maxMemberBytes }: Walk): ArchiveFault {
  if (fault.reason !== 'too-large' || left.numBytes >= maxMemberBytes) return fault;
  throw new ArchiveFault('decompression-bomb', `unpacks to more than ${maxInflationRatio} times its size`);
}

async function attempt<Value>(promise: Promise<Value>): Promise<Value | ArchiveFault> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof ArchiveFault) return error;
    throw error;
  }
}

async function* listMembers(source: string | Uint8Array, setting: Walk): AsyncGenerator<Member> {
  if (setting.format !== 'zip') {
    yield* readTar(unpackChunks(chunksOf(source), setting.format, setting.unpackZstd));
    return;
  }
  const zip = await openZip(source);
  try {
    for await (const member of zip.members()) yield { ...member, isFile: !member.isLink };
  } finally {
    zip.close();
  }
}

async function* chunksOf(source: string | Uint8Array): AsyncGenerator<Uint8Array> {
  if (typeof source !== 'string') yield source;
  else yield* createReadStream(source, { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>;
}
