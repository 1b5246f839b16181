/**
 * The engine's own record of finished requests: `requests.jsonl`, one line each.
 * Invariant: a request's line is written before its `finished` chunk is sent, so that whoever lost the connection can still learn the
 * counts; where an id occurs twice the first line holds. A torn line is skipped by readers and closed by the next write.
 */
import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { engineUsage, finishReason } from '@slipway/contracts';
import { createLineAppender } from '@slipway/core';
import { z } from 'zod';

export const finishedRequest = z.object({
  requestId: z.string(),
  at: z.iso.datetime(),
  reason: finishReason,
  usage: engineUsage,
});
export type FinishedRequest = z.infer<typeof finishedRequest>;

export interface RequestJournal {
  append(request: FinishedRequest): Promise<void>;
  close(): Promise<void>;
}

const fileName = 'requests.jsonl';

/** Opens the journal of a replica's folder, which is made where missing. */
export async function openRequestJournal(directory: string): Promise<RequestJournal> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = await open(join(directory, fileName), 'a+', 0o600);
  const lines = await createLineAppender(file);
  let last: Promise<unknown> = Promise.resolve();
  return {
    append(request) {
      const written = last.then(async () => {
        await lines.append(`${JSON.stringify(request)}\n`);
      });
      last = written.catch(() => undefined);
      return written;
    },
    async close() {
      await last;
      await file.close();
    },
  };
}

/**
 * Reads what a replica's engine recorded.
 * @param wanted only these ids, where given
 * @returns by request id; empty where there is no journal
 */
export async function readRequestJournal(
  directory: string,
  wanted?: ReadonlySet<string>,
): Promise<Map<string, FinishedRequest>> {
  const found = new Map<string, FinishedRequest>();
  const stream = createReadStream(join(directory, fileName), 'utf8');
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      const request = parseLine(line);
      if (request === undefined || found.has(request.requestId)) continue;
      if (wanted === undefined || wanted.has(request.requestId)) found.set(request.requestId, request);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return found;
}

function parseLine(line: string): FinishedRequest | undefined {
  try {
    return finishedRequest.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
