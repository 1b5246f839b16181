/**
 * JSON Lines on bytes: each line an object; its text member becomes a record.
 * Invariant: a range of bytes gives the lines that begin in it, so that ranges side by side give every line once. A bad line is set
 * aside and the next one read. Lines are scanned a batch at a time in kernel memory, which is released before anything is yielded.
 * Refuses lines that are no object, hold no text, or are longer than the bound.
 */
import {
  createJsonLineScanner,
  type JsonFault,
  type JsonLineScanner,
  type JsonMember,
} from '../json-lines/scan-json-line.ts';
import type { ByteCursor } from './byte-cursor.ts';
import type { ByteInput } from './byte-input.ts';
import { type MemberTable, makeMemberTable, readLabels } from './member-table.ts';
import { openCursor } from './open-cursor.ts';
import type { RecordFault, RecordResult } from './record.ts';
import { fillSourceOptions, type SourceOptions, type SourceReader, type SourceSettings } from './source.ts';
import { setFaultsAside } from './stream-fault.ts';

const batchBytes = 1024 * 1024;
const feed = 0x0a;
const faults: Readonly<Record<JsonFault, RecordFault>> = {
  'invalid-json': 'invalid-json',
  'not-an-object': 'invalid-json',
  'too-deep': 'too-deep',
};

interface Batch {
  settings: SourceSettings;
  table: MemberTable;
  path: string;
}

export const jsonLinesReader: SourceReader = {
  format: 'json-lines',
  extensions: ['.jsonl', '.ndjson', '.jsonlines'],
  isSplittable: true,
  read: (input, options) => setFaultsAside(readJsonLines, input, options),
};

async function* readJsonLines(input: ByteInput, options: SourceOptions): AsyncGenerator<RecordResult> {
  const settings = fillSourceOptions(options);
  const batch = { settings, table: makeMemberTable(settings.members), path: input.path };
  const { from, end } = settings;
  const cursor = await openCursor(input, Math.max(0, from - 1));
  try {
    // A line that begins before the range belongs to the range before.
    if (from > 0) await skipLine(cursor);
    while (cursor.position < end) {
      const hasMore = await cursor.fill(batchBytes);
      const window = cursor.window();
      if (window.length === 0) return;
      const numBytes = hasMore ? window.lastIndexOf(feed) + 1 : window.length;
      if (numBytes === 0) yield* await readLongLine(cursor, batch);
      else {
        yield* scanLines(window.subarray(0, numBytes), cursor.position, batch);
        cursor.drop(numBytes);
      }
    }
  } finally {
    await cursor.close();
  }
}

async function skipLine(cursor: ByteCursor): Promise<void> {
  while (await cursor.fill(1)) {
    const at = cursor.window().indexOf(feed);
    cursor.drop(at < 0 ? cursor.window().length : at + 1);
    if (at >= 0) return;
  }
}

/** Reads a line that is longer than a batch: whole if the bound allows. */
async function readLongLine(cursor: ByteCursor, batch: Batch): Promise<RecordResult[]> {
  const { maxRecordBytes } = batch.settings.limits;
  const start = cursor.position;
  for (let numSearched = 0; ; ) {
    const window = cursor.window();
    const at = window.indexOf(feed, numSearched);
    numSearched = window.length;
    const hasMore = at < 0 && (await cursor.fill(window.length + 1));
    if (hasMore && numSearched <= maxRecordBytes) continue;
    if (hasMore) {
      await skipLine(cursor);
      return [refuseLong(batch, start, cursor.position)];
    }
    const numBytes = at < 0 ? cursor.window().length : at + 1;
    const results = scanLines(cursor.window().subarray(0, numBytes), start, batch);
    cursor.drop(numBytes);
    return results;
  }
}

function refuseLong({ path, settings }: Batch, start: number, end: number): RecordResult {
  const detail = `line of more than ${settings.limits.maxRecordBytes} bytes`;
  return { kind: 'set-aside', reason: 'too-large', detail, name: `${path}#${start}`, end };
}

/** The results of whole lines; `position` is where the first begins. */
function scanLines(lines: Uint8Array, position: number, batch: Batch): RecordResult[] {
  const { kernels, limits, end: rangeEnd } = batch.settings;
  const mark = kernels.mark();
  const scanner = createJsonLineScanner(kernels, { names: batch.table.names, maxLineBytes: lines.length });
  const pointer = kernels.reserve(lines.length);
  const room = kernels.reserve(lines.length);
  kernels.bytes().set(lines, pointer);
  const results: RecordResult[] = [];
  const output = { bytes: new Uint8Array(lines.length), numBytes: 0 };
  const stop = pointer + lines.length;
  for (let at = pointer; at < stop && at - pointer + position < rangeEnd; ) {
    const lineEnd = kernels.calls.findLineEnd(at, stop);
    const start = at - pointer + position;
    const end = Math.min(lineEnd + 1, stop) - pointer + position;
    if (lineEnd - at > limits.maxRecordBytes) results.push(refuseLong(batch, start, end));
    else if (!isBlank(kernels.bytes(), at, lineEnd)) {
      const line = { at, lineEnd, room, name: `${batch.path}#${start}`, end };
      results.push(readLine(scanner, line, { ...batch, output }));
    }
    at = lineEnd + 1;
  }
  kernels.release(mark);
  return results;
}

interface Line {
  at: number;
  lineEnd: number;
  /** Where a text is unescaped to. */
  room: number;
  name: string;
  end: number;
}

function readLine(
  scanner: JsonLineScanner,
  { at, lineEnd, room, name, end }: Line,
  { settings, table, output }: Batch & { output: { bytes: Uint8Array; numBytes: number } },
): RecordResult {
  const { kernels, contentType } = settings;
  const refuse = (reason: RecordFault, detail: string): RecordResult => ({
    kind: 'set-aside',
    reason,
    detail,
    name,
    end,
  });
  const members = scanner.scan(at, lineEnd);
  if (typeof members === 'string') return refuse(faults[members], `not a JSON object: ${members}`);
  const read = (member: JsonMember) => {
    const numBytes = scanner.writeString(member, room);
    return kernels.bytes().subarray(room, room + numBytes);
  };
  const text = table.places.text.map((place) => members[place]).find(isString);
  if (text === undefined) return refuse('missing-text', 'no member that holds the text');
  const written = read(text);
  if (written.length === 0) return refuse('empty', 'its text is empty');
  // Copied out, since kernel memory may move while the caller works on the record.
  const bytes = output.bytes.subarray(output.numBytes, output.numBytes + written.length);
  bytes.set(written);
  output.numBytes += written.length;
  const labels = readLabels(table, (place) => {
    const member = members[place];
    if (member?.kind !== 'number' && !isString(member)) return undefined;
    return Buffer.from(read(member)).toString('utf8');
  });
  return { kind: 'record', bytes, contentType, name, end, ...labels };
}

function isString(member: JsonMember | undefined): member is JsonMember {
  return member?.kind === 'string' || member?.kind === 'escaped-string';
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}
