/**
 * What becomes of a row of comma-separated values whose end is not in sight.
 * Invariant: what is given up is told, and reading goes on behind it; a row within the bound is read on.
 */
import type { ByteCursor } from './byte-cursor.ts';
import { endOfSource, type RecordSetAside } from './record.ts';

const feed = 0x0a;

/**
 * Gives up the row at which the cursor stands, or reads on for it.
 * @param isLast whether no more bytes follow those that the cursor holds
 * @returns why it is given up; nothing where more of it was read
 */
export async function refuseRow(
  cursor: ByteCursor,
  isLast: boolean,
  { path, maxRecordBytes }: { path: string; maxRecordBytes: number },
): Promise<RecordSetAside | undefined> {
  const { length } = cursor.window();
  const name = `${path}#${cursor.position}`;
  if (isLast) {
    cursor.drop(length);
    const detail = 'a quote is never closed';
    return { kind: 'set-aside', reason: 'corrupt-csv', detail, name, end: endOfSource };
  }
  if (length <= maxRecordBytes) {
    await cursor.fill(length * 2);
    return undefined;
  }
  await skipLine(cursor);
  const detail = `row of more than ${maxRecordBytes} bytes`;
  return { kind: 'set-aside', reason: 'too-large', detail, name, end: cursor.position };
}

/** Goes on after the next line end behind what was held. */
async function skipLine(cursor: ByteCursor): Promise<void> {
  cursor.drop(cursor.window().length);
  while (await cursor.fill(1)) {
    const at = cursor.window().indexOf(feed);
    cursor.drop(at < 0 ? cursor.window().length : at + 1);
    if (at >= 0) return;
  }
}
