/**
 * Reads one file out of a wheel (zip) or an npm tarball, streaming.
 * Invariant: nothing but the named member is written, and it is written where the caller says, whatever the archive claims.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { SlipwayError } from '@slipway/contracts';
import { Parser } from 'tar';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

/**
 * @param member path inside the archive; its leading folder may be left out where only one file ends in it
 * @throws SlipwayError `model-unavailable` where the archive does not hold the member
 */
export async function extractZipMember(archive: string, member: string, target: string): Promise<void> {
  const zip = await openZip(archive);
  try {
    const entry = chooseEntry(await listEntries(zip), member);
    if (!entry) throw missing(archive, member);
    const source = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
      zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
    });
    await pipeline(source, createWriteStream(target));
  } finally {
    zip.close();
  }
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

function listEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.once('end', () => resolve(entries));
    zip.once('error', reject);
    zip.readEntry();
  });
}

function chooseEntry(entries: Entry[], member: string): Entry | undefined {
  const exact = entries.find((entry) => entry.fileName === member);
  if (exact) return exact;
  const ending = entries.filter((entry) => entry.fileName.endsWith(`/${member}`));
  return ending.length === 1 ? ending[0] : undefined;
}

/** Members of npm tarballs lie below `package/`, which the name leaves out. */
export async function extractTarMember(archive: string, member: string, target: string): Promise<void> {
  let written: Promise<void> | undefined;
  const parser = new Parser({
    onReadEntry: (entry) => {
      const name = entry.path.replace(/^[^/]+\//, '');
      if (written === undefined && (name === member || entry.path === member)) {
        written = pipeline(entry as unknown as NodeJS.ReadableStream, createWriteStream(target));
        written.catch(() => undefined);
      } else entry.resume();
    },
  });
  await pipeline(createReadStream(archive), parser as unknown as NodeJS.WritableStream);
  if (written === undefined) throw missing(archive, member);
  await written;
}

function missing(archive: string, member: string): SlipwayError {
  return new SlipwayError({
    code: 'model-unavailable',
    message: `${archive.split('/').at(-1)} holds no file "${member}"`,
    hint: 'Check the name after "!": it is the path inside the package.',
  });
}
