/**
 * Readers of files that are one document each: plain text, Markdown, HTML.
 * Invariant: one record, the bytes as they are (unpacked), or one reason; memory is bounded by the largest record.
 * Refuses nothing by content: what is binary or of another encoding is found when it is repaired.
 */
import type { ByteInput } from './byte-input.ts';
import { openCursor } from './open-cursor.ts';
import { type ContentType, endOfSource, type RecordFault, type RecordResult } from './record.ts';
import { fillSourceOptions, type SourceOptions, type SourceReader } from './source.ts';
import { setFaultsAside } from './stream-fault.ts';

/** A reader of whole files as records of one type. */
export function createWholeReader(contentType: ContentType, extensions: readonly string[]): SourceReader {
  return {
    format: contentType,
    extensions,
    isSplittable: false,
    read: (input, options) =>
      setFaultsAside(
        (from, given) => readWholeSource(contentType, { input: from, options: given }),
        input,
        options,
      ),
  };
}

async function* readWholeSource(
  contentType: ContentType,
  { input, options }: { input: ByteInput; options: SourceOptions },
): AsyncGenerator<RecordResult> {
  const { from, end, limits } = fillSourceOptions(options);
  if (from > 0 || end <= 0) return;
  const name = input.path;
  const cursor = await openCursor(input);
  try {
    const isTooLarge = await cursor.fill(limits.maxRecordBytes + 1);
    const bytes = cursor.window();
    const refuse = (reason: RecordFault, detail: string): RecordResult => ({
      kind: 'set-aside',
      reason,
      detail,
      name,
      end: endOfSource,
    });
    if (isTooLarge) yield refuse('too-large', `more than ${limits.maxRecordBytes} bytes`);
    else if (bytes.length === 0) yield refuse('empty', 'no bytes');
    else yield { kind: 'record', bytes, contentType, name, end: bytes.length };
  } finally {
    await cursor.close();
  }
}
