/**
 * Reads one file out of a wheel (zip) or an npm tarball, streaming.
 * Invariant: nothing but the named member is written, where the caller says, whatever the archive claims; its name appears when it is whole.
 * Refuses archives that hold a path that leads out, damaged ones, and members that are no plain files.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isSlipwayError, SlipwayError } from '@slipway/contracts';
import { Parser } from 'tar';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

/**
 * @param archive a zip file
 * @param member path inside the archive; its leading folder may be left out where only one file ends in it
 * @param target path of the file to write
 * @throws SlipwayError `model-unavailable` where the archive is damaged or does not hold the member
 */
export async function extractZipMember(archive: string, member: string, target: string): Promise<void> {
  await refuseDamaged(archive, async () => {
    const zip = await openZip(archive);
    try {
      const entry = chooseEntry(await listEntries(zip), member);
      if (!entry) throw missing(archive, member);
      await writeWhole(await openEntry(zip, entry), target);
    } finally {
      zip.close();
    }
  });
}

/**
 * @param archive a gzipped tar file; what npm packs lies below `package/`, which the name leaves out
 * @throws SlipwayError as `extractZipMember`
 */
export async function extractTarMember(archive: string, member: string, target: string): Promise<void> {
  await refuseDamaged(archive, async () => {
    let written: Promise<void> | undefined;
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry) => {
        const isNamed = entry.path === member || entry.path.replace(/^[^/]+\//, '') === member;
        const isPlain = entry.type === 'File' || entry.type === 'OldFile';
        if (written === undefined && isNamed && isPlain) {
          written = writeWhole(entry as unknown as NodeJS.ReadableStream, target);
          written.catch(() => undefined);
        } else entry.resume();
      },
    });
    await pipeline(createReadStream(archive), parser as unknown as NodeJS.WritableStream);
    if (written === undefined) throw missing(archive, member);
    await written;
  });
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });
}

function openEntry(zip: ZipFile, entry: Entry): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
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

async function writeWhole(source: NodeJS.ReadableStream, target: string): Promise<void> {
  const partial = `${target}.part`;
  await pipeline(source, createWriteStream(partial));
  await rename(partial, target);
}

/** Faults of the archive become errors that let the next source be tried; faults of this machine stay as they are. */
async function refuseDamaged(archive: string, extract: () => Promise<void>): Promise<void> {
  try {
    await extract();
  } catch (cause) {
    if (isSlipwayError(cause) || isSystemFault(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SlipwayError({
      code: 'model-unavailable',
      message: `${basename(archive)} is damaged: ${reason}`,
      hint: 'Pull from another source, or check the mirror.',
      cause,
    });
  }
}

function isSystemFault(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string';
}

function missing(archive: string, member: string): SlipwayError {
  return new SlipwayError({
    code: 'model-unavailable',
    message: `${basename(archive)} holds no file "${member}"`,
    hint: 'Check the name after "!": it is the path inside the package.',
  });
}
