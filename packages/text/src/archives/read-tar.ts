/**
 * A tar as its members, in one pass: ustar, GNU and pax, read by `modern-tar`.
 * Invariant: holds the member that is read and no other; one that is not read is passed over.
 * Refuses (throws `ArchiveFault`) headers without their checksum, and an end before the end, `damaged`.
 */
import { ReadableStream as WebStream } from 'node:stream/web';
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';
import { ArchiveFault } from './archive-fault.ts';

export interface TarMember {
  path: string;
  isFolder: boolean;
  isFile: boolean;
  /** To be called before the next member is asked for. @throws ArchiveFault `too-large` */
  read(maxBytes: number): Promise<Uint8Array>;
}

const folderTypes = new Set(['directory', 'pax-global-header']);

/** @throws ArchiveFault; what the chunks throw */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TarMember> {
  let inputError: unknown;
  const watched = async function* () {
    try {
      yield* chunks;
    } catch (error) {
      inputError = error;
      throw error;
    }
  };
  /** What the library throws, while it walks or reads a member, is a fault of the archive, unless the chunks threw it. */
  const explain = (error: unknown) => {
    if (inputError !== undefined) return inputError;
    if (error instanceof ArchiveFault) return error;
    return new ArchiveFault('damaged', error instanceof Error ? error.message : String(error));
  };
  const decoder = createTarDecoder({ strict: true });
  const entries = WebStream.from(watched()).pipeThrough(decoder as never) as WebStream<ParsedTarEntry>;
  try {
    for await (const entry of entries) {
      let isTaken = false;
      const { name, type = 'file', size } = entry.header;
      yield {
        path: name,
        isFolder: folderTypes.has(type),
        isFile: type === 'file',
        async read(maxBytes) {
          if (size > maxBytes) throw new ArchiveFault('too-large', `a member of ${size} bytes`);
          isTaken = true;
          return await collect(entry, size).catch((error: unknown) => {
            throw explain(error);
          });
        },
      };
      if (!isTaken) await entry.body.cancel();
    }
  } catch (error) {
    throw explain(error);
  }
}

async function collect({ body }: ParsedTarEntry, size: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (bytes.length !== size) throw new ArchiveFault('damaged', 'ends before its end');
  return bytes;
}
