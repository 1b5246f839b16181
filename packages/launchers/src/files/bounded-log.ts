/**
 * The log of an attempt: a file that the attempt appends to, kept within bounds while it does.
 *
 * The rule: when `log.txt` exceeds the bound, what it holds becomes `log.1.txt` (replacing the one before) and it starts
 * anew; so between one and two bounds of the newest output are kept. Offsets count all bytes ever written, kept or not.
 * Invariant: text is cut between characters, never inside one. A few lines written in the very moment of turning over may be lost.
 */
import { copyFile, open, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const logFile = 'log.txt';
const olderFile = 'log.1.txt';
/** Holds the offset at which log.txt starts, in bytes. */
const startFile = 'log.start';

const defaultMaxBytes = 64 << 10;

/** Turns the log over if it is longer than `maxBytes`. */
export async function turnOverLog(directory: string, maxBytes: number): Promise<void> {
  const size = await measure(join(directory, logFile));
  if (size <= maxBytes) return;
  const start = await readStart(directory);
  await copyFile(join(directory, logFile), join(directory, `${olderFile}.new`));
  await rename(join(directory, `${olderFile}.new`), join(directory, olderFile));
  await truncate(join(directory, logFile), 0);
  await writeFile(join(directory, `${startFile}.new`), String(start + size));
  await rename(join(directory, `${startFile}.new`), join(directory, startFile));
}

/**
 * Reads from an offset on; what is no longer kept is left out.
 * @param maxBytes at most so many bytes are read (default 64 KiB)
 */
export async function readLog(
  directory: string,
  offset: number,
  maxBytes: number = defaultMaxBytes,
): Promise<{ text: string; nextOffset: number }> {
  const start = await readStart(directory);
  const olderSize = start === 0 ? 0 : await measure(join(directory, olderFile));
  const from = Math.max(offset, start - olderSize);
  const isOlder = from < start;
  const position = isOlder ? from - (start - olderSize) : from - start;
  const bytes = await readBytes(join(directory, isOlder ? olderFile : logFile), position, maxBytes);
  const whole = cutAtCharacter(bytes, isOlder && from + bytes.length >= start);
  return { text: whole.toString('utf8'), nextOffset: from + whole.length };
}

async function readStart(directory: string): Promise<number> {
  const text = await readFile(join(directory, startFile), 'utf8').catch(() => '0');
  return Number(text) || 0;
}

async function measure(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

async function readBytes(path: string, position: number, maxBytes: number): Promise<Buffer> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return Buffer.alloc(0);
  try {
    const { size } = await file.stat();
    const length = Math.max(0, Math.min(size - position, maxBytes));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Leaves off a character whose last bytes are still missing, unless nothing more will come of this file. */
function cutAtCharacter(bytes: Buffer, isComplete: boolean): Buffer {
  if (isComplete) return bytes;
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return back < needed ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}
