/**
 * Writes records as JSON lines with canonical bytes: the same records give the same file.
 */
import { open } from 'node:fs/promises';
import { canonicalJson } from '@slipway/contracts';

const flushCharacters = 1 << 20;

/**
 * Writes all records to a new file, one a line.
 * @returns how many were written
 */
export async function writeRecords(
  path: string,
  records: Iterable<unknown> | AsyncIterable<unknown>,
): Promise<number> {
  const file = await open(path, 'w');
  try {
    let numRecords = 0;
    let buffer = '';
    for await (const record of records) {
      buffer += `${canonicalJson(record)}\n`;
      numRecords += 1;
      if (buffer.length >= flushCharacters) {
        await file.write(buffer);
        buffer = '';
      }
    }
    await file.write(buffer);
    return numRecords;
  } finally {
    await file.close();
  }
}
