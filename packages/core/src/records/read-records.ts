/**
 * Reads a file of JSON lines record by record, each checked by its schema.
 * Invariant: memory stays bounded by the longest line. Refuses lines that are not the record: artifacts are written by us.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { SlipwayError } from '@slipway/contracts';
import type { ZodType } from 'zod';

/**
 * @param path file of JSON lines, UTF-8
 * @throws SlipwayError `artifact-corrupt` naming the line
 */
export async function* readRecords<Record>(path: string, schema: ZodType<Record>): AsyncGenerator<Record> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line !== '') yield parseRecord(line, schema, `${path}:${number}`);
  }
}

/** All records of a file in one list. */
export async function collectRecords<Record>(path: string, schema: ZodType<Record>): Promise<Record[]> {
  const records: Record[] = [];
  for await (const record of readRecords(path, schema)) records.push(record);
  return records;
}

function parseRecord<Record>(line: string, schema: ZodType<Record>, place: string): Record {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new SlipwayError({ code: 'artifact-corrupt', message: `${place} is not JSON`, cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const message = `${place} is not the record it should be: ${parsed.error.issues[0]?.message ?? ''}`;
  throw new SlipwayError({ code: 'artifact-corrupt', message });
}
