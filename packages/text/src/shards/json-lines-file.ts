/**
 * JSON Lines of documents, plain or compressed with gzip or Zstandard.
 * Invariant: one line a row, its members in the order of the columns and the text last; what is compressed is one stream (gzip: members of
 * RFC 1952 one after the other), and the plain lines are gone when `finish` resolves.
 * Refuses: to hold more than a batch of lines in memory; lines that are to be compressed wait in a file beside.
 */
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type DurableFile, openDurableFile } from '../durable/durable-file.ts';
import { type DocumentColumn, type DocumentRow, type DocumentSink, textColumn } from './document-sink.ts';
import { maxJsonStringBytes, writeJsonString } from './json-string.ts';
import { compressZstd } from './zstd-stream.ts';

export type Compression = 'none' | 'gzip' | 'zstd';

/** 4 MiB of lines are written or compressed at once. */
const batchBytes = 1 << 22;

/** Opens a writer of JSON Lines. @throws the file system's error */
export async function openJsonLinesWriter(
  path: string,
  { columns, compression }: { columns: readonly DocumentColumn[]; compression: Compression },
): Promise<DocumentSink> {
  const plainPath = compression === 'none' ? path : `${path}.lines`;
  const file = await openDurableFile(plainPath);
  const names = columns.map(({ name }) => JSON.stringify(name));
  let batch = new Uint8Array(batchBytes);
  let numHeld = 0;
  let numDocuments = 0;
  function holdRow({ text, values }: DocumentRow): void {
    const members = names.map((name, place) => `${name}:${JSON.stringify(values[place] ?? null)},`);
    const head = Buffer.from(`{${members.join('')}"${textColumn}":`);
    const needed = numHeld + head.length + maxJsonStringBytes(text.length) + 2;
    if (needed > batch.length) {
      const larger = new Uint8Array(needed * 2);
      larger.set(batch.subarray(0, numHeld));
      batch = larger;
    }
    batch.set(head, numHeld);
    numHeld = writeJsonString(text, batch, numHeld + head.length);
    batch[numHeld++] = 0x7d;
    batch[numHeld++] = 0x0a;
    numDocuments += 1;
  }
  async function writeBatch(): Promise<void> {
    await file.write(batch.subarray(0, numHeld));
    numHeld = 0;
  }
  return {
    async append(rows) {
      for (const row of rows) {
        holdRow(row);
        if (numHeld >= batchBytes) await writeBatch();
      }
    },
    async finish() {
      await writeBatch();
      await file.commit();
      if (compression !== 'none') await compressFile(plainPath, path, compression);
      return { numDocuments };
    },
    discard: () => file.discard(),
  };
}

/** Compresses a file of lines into a durable one and removes it; where that fails, only the lines are left. */
export async function compressFile(from: string, to: string, compression: 'gzip' | 'zstd'): Promise<void> {
  const source = createReadStream(from, { highWaterMark: batchBytes });
  const file = await openDurableFile(to);
  try {
    if (compression === 'gzip') await writeMembers(source, file);
    else await compressZstd(source, (bytes) => file.write(bytes));
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
  await rm(from);
}

const gzipPiece = promisify<Uint8Array, Uint8Array>(gzip);

async function writeMembers(source: AsyncIterable<Uint8Array>, file: DurableFile): Promise<void> {
  let isEmpty = true;
  for await (const piece of source) {
    await file.write(await gzipPiece(piece));
    isEmpty = false;
  }
  // A file of no bytes is no gzip file.
  if (isEmpty) await file.write(await gzipPiece(new Uint8Array()));
}
