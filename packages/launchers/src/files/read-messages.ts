/**
 * Reads an attempt's messages from a file of JSON lines that is still being written.
 * Invariant: an offset stands at the start of a line; a half-written last line is left for the next call.
 * What is no message is skipped and counted, also a line too long to be one.
 */
import { open } from 'node:fs/promises';
import { type AttemptMessage, attemptMessage } from '@slipway/contracts';

/** Bytes read at a time, and the longest line that can be a message. */
const maxChunkBytes = 4 << 20;
const newline = 0x0a;

export interface MessageBatch {
  messages: AttemptMessage[];
  nextOffset: number;
  numInvalid: number;
}

/**
 * @param path the file; none yet is the same as an empty one
 * @param offset bytes already read
 */
export async function readMessages(path: string, offset: number): Promise<MessageBatch> {
  const chunk = await readChunk(path, offset);
  const end = chunk.lastIndexOf(newline) + 1;
  if (end === 0 && chunk.length === maxChunkBytes) {
    return { messages: [], nextOffset: offset + chunk.length, numInvalid: 1 };
  }
  const lines = chunk.subarray(0, end).toString('utf8').split('\n');
  const messages: AttemptMessage[] = [];
  let numInvalid = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const message = parseMessage(line);
    if (message === undefined) numInvalid += 1;
    else messages.push(message);
  }
  return { messages, nextOffset: offset + end, numInvalid };
}

function parseMessage(line: string): AttemptMessage | undefined {
  try {
    return attemptMessage.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

async function readChunk(path: string, offset: number): Promise<Buffer> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return Buffer.alloc(0);
  try {
    const { size } = await file.stat();
    const length = Math.max(0, Math.min(size - offset, maxChunkBytes));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
