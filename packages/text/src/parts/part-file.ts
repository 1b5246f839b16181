/**
 * A part: the durable result of one stretch of the input, as named sections of bytes in one file.
 *
 *   8 bytes   magic "SLIPPART"
 *   4 bytes   length of the header, little endian
 *   header    JSON: format, facts, and for each section its name, offset, length and CRC-32
 *   sections  each at an offset that is a multiple of 64
 *
 * Invariant: a part is there whole or not at all (temporary name, fsync, rename), and equal contents give equal bytes.
 * Refuses: to be changed; a section whose checksum is another is an error, not data.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { invariant, SlipwayError } from '@slipway/contracts';
import { openDurableFile } from '../durable/durable-file.ts';

export interface PartSection {
  name: string;
  bytes: Uint8Array;
}

/** What a part says of itself: plain data. */
export type PartFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

interface SectionEntry {
  name: string;
  offset: number;
  numBytes: number;
  crc32: number;
}

interface PartHeader {
  format: typeof format;
  facts: PartFacts;
  sections: SectionEntry[];
}

export interface Part {
  readonly facts: PartFacts;
  readonly sectionNames: readonly string[];
  /**
   * Reads one section whole.
   * @returns its bytes, in a buffer of their own
   * @throws SlipwayError `artifact-corrupt` where they are not what was written
   */
  readSection(name: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

const format = 'slipway-part/1';
const magic = new TextEncoder().encode('SLIPPART');
const prefixBytes = magic.length + 4;
const maxHeaderBytes = 1 << 20;
const alignment = 64;
const alignUp = (offset: number) => Math.ceil(offset / alignment) * alignment;

/** Writes a part. @throws the file system's error; what was there before stays then */
export async function writePart(
  path: string,
  { facts, sections }: { facts: PartFacts; sections: readonly PartSection[] },
): Promise<void> {
  const header = encodeHeader(facts, sections);
  const file = await openDurableFile(path);
  try {
    await file.write(header.bytes);
    let end = header.bytes.length;
    for (const [place, { bytes }] of sections.entries()) {
      if (bytes.length === 0) continue;
      const offset = header.entries[place]?.offset ?? end;
      await file.write(new Uint8Array(offset - end));
      await file.write(bytes);
      end = offset + bytes.length;
    }
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Opens a part and reads its header. @throws SlipwayError `artifact-corrupt` where it is none */
export async function openPart(path: string): Promise<Part> {
  const file = await open(path, 'r');
  try {
    const header = await readHeader(file, path);
    return {
      facts: header.facts,
      sectionNames: header.sections.map(({ name }) => name),
      readSection: (name) => readSection(file, { header, name, path }),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function encodeHeader(
  facts: PartFacts,
  sections: readonly PartSection[],
): { bytes: Uint8Array; entries: SectionEntry[] } {
  const entries: SectionEntry[] = sections.map(({ name, bytes }) => ({
    name,
    offset: 0,
    numBytes: bytes.length,
    crc32: crc32(bytes),
  }));
  invariant(
    new Set(entries.map(({ name }) => name)).size === entries.length,
    'sections have different names',
  );
  // The offsets stand in the header whose length decides them: room for the widest is taken first.
  const widest = entries.map((entry) => ({ ...entry, offset: Number.MAX_SAFE_INTEGER }));
  let offset = alignUp(prefixBytes + encodeJson({ format, facts, sections: widest }).length);
  for (const entry of entries) {
    entry.offset = offset;
    offset = alignUp(offset + entry.numBytes);
  }
  const json = encodeJson({ format, facts, sections: entries });
  const bytes = new Uint8Array(prefixBytes + json.length);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint32(magic.length, json.length, true);
  bytes.set(json, prefixBytes);
  return { bytes, entries };
}

const encodeJson = (header: PartHeader) => new TextEncoder().encode(JSON.stringify(header));

async function readExactly(
  file: FileHandle,
  offset: number,
  numBytes: number,
): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(numBytes);
  for (let done = 0; done < numBytes; ) {
    const { bytesRead } = await file.read(bytes, done, numBytes - done, offset + done);
    if (bytesRead === 0) return undefined;
    done += bytesRead;
  }
  return bytes;
}

async function readHeader(file: FileHandle, path: string): Promise<PartHeader> {
  const prefix = await readExactly(file, 0, prefixBytes);
  if (!prefix || !magic.every((byte, place) => prefix[place] === byte)) throw damaged(path, 'it is no part');
  const numBytes = new DataView(prefix.buffer).getUint32(magic.length, true);
  const json = numBytes <= maxHeaderBytes ? await readExactly(file, prefixBytes, numBytes) : undefined;
  if (!json) throw damaged(path, 'its header is cut off');
  const header = parseHeader(json);
  if (header?.format !== format) throw damaged(path, `its header is not of ${format}`);
  return header;
}

function parseHeader(json: Uint8Array): PartHeader | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(json)) as PartHeader;
  } catch {
    return undefined;
  }
}

async function readSection(
  file: FileHandle,
  { header, name, path }: { header: PartHeader; name: string; path: string },
): Promise<Uint8Array> {
  const entry = header.sections.find((section) => section.name === name);
  invariant(entry, `a part has the section ${name}`);
  const bytes = await readExactly(file, entry.offset, entry.numBytes);
  if (!bytes || crc32(bytes) !== entry.crc32)
    throw damaged(path, `its section ${name} is not what was written`);
  return bytes;
}

function damaged(path: string, what: string): SlipwayError {
  return new SlipwayError({
    code: 'artifact-corrupt',
    message: `${path} is damaged: ${what}`,
    hint: 'Remove the file: the next start makes it again from the input.',
  });
}
