/**
 * A fault of the input that ends its stream: damage, a bomb, a cut. A reader turns it into one set-aside and stops.
 * Invariant: what was read before stays good.
 */
import { GunzipFault } from '../decode/gunzip-bounded.ts';
import type { ByteInput } from './byte-input.ts';
import { endOfSource, type RecordFault, type RecordResult } from './record.ts';
import type { SourceOptions } from './source.ts';

export class StreamFault extends Error {
  readonly reason: RecordFault;
  constructor(reason: RecordFault, message: string) {
    super(message);
    this.name = 'StreamFault';
    this.reason = reason;
  }
}

/**
 * The results of a reader, and where the stream breaks a last one that says why; where a whole file has none, one that says so.
 * @throws whatever is no fault of the input
 */
export async function* setFaultsAside(
  read: (input: ByteInput, options: SourceOptions) => AsyncIterable<RecordResult>,
  input: ByteInput,
  options: SourceOptions,
): AsyncGenerator<RecordResult> {
  const { from = 0, end = endOfSource } = options;
  if (from === endOfSource) return;
  const refuse = (reason: RecordFault, detail: string): RecordResult => ({
    kind: 'set-aside',
    reason,
    detail,
    name: input.path,
    end: endOfSource,
  });
  let isEmpty = from === 0 && end === endOfSource;
  try {
    for await (const result of read(input, options)) {
      isEmpty = false;
      yield result;
    }
    if (isEmpty) yield refuse('empty', 'no record is in it');
  } catch (error) {
    if (!(error instanceof StreamFault || error instanceof GunzipFault)) throw error;
    yield refuse(error.reason, error.message);
  }
}
