/**
 * Reads a source that is one document: collects it within the bound, decodes and normalises it.
 * Invariant: the digest is that of the bytes as they came; the text is normalised and not yet cleaned of markup.
 * Refuses too large, binary, undecodable and empty input with the reason.
 */
import { collectBounded } from '../decode/collect-bounded.ts';
import { decodeText } from '../decode/decode-text.ts';
import { digestBytes } from '../hash/digest-bytes.ts';
import { normaliseText } from '../normalise/normalise-text.ts';
import type { SetAside } from '../records/set-aside.ts';
import type { ByteSource } from './reader.ts';

export interface WholeText {
  kind: 'text';
  document: string;
  text: string;
  sizeBytes: number;
  encoding: string;
  numReplaced: number;
}

export interface WholeOptions {
  maxBytes: number;
  /** Finds the encoding that the content names, in its first kilobyte. */
  findDeclaredEncoding?: (head: string) => string | undefined;
}

/** The whole source as one text, or why not. */
export async function readWhole(
  source: ByteSource,
  options: WholeOptions,
): Promise<WholeText | { kind: 'set-aside'; setAside: SetAside }> {
  const refuse = (reason: SetAside['reason'], detail: string) =>
    ({ kind: 'set-aside', setAside: { path: source.path, reason, detail } }) as const;
  const bytes = await collectBounded(source.chunks, options.maxBytes);
  if (bytes === undefined) return refuse('too-large', `more than ${options.maxBytes} bytes`);
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  const decoded = decodeText(bytes, options.findDeclaredEncoding?.(head));
  if (decoded.kind === 'refused') return refuse(decoded.reason, decoded.detail);
  const text = normaliseText(decoded.text);
  if (text === '') return refuse('empty', 'no text');
  const { encoding, numReplaced } = decoded;
  return {
    kind: 'text',
    document: digestBytes(bytes),
    text,
    sizeBytes: bytes.length,
    encoding,
    numReplaced,
  };
}
