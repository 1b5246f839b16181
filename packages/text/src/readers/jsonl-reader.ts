/**
 * JSON lines: each line an object with `text` (or `content`) and, if it likes, `title`; each one document.
 * Invariant: a bad line is set aside with its number and the next one read; memory stays at one line. Empty lines are nothing.
 * Refuses lines that are no JSON object, hold no text, or are longer than the bound.
 */
import { decodeText } from '../decode/decode-text.ts';
import { splitLinesBounded } from '../decode/split-lines-bounded.ts';
import { digestBytes } from '../hash/digest-bytes.ts';
import { normaliseText } from '../normalise/normalise-text.ts';
import type { ReadResult, SetAside } from '../records/set-aside.ts';
import { pathTitle } from './path-title.ts';
import type { Reader } from './reader.ts';

export const jsonlReader: Reader = {
  format: 'jsonl',
  extensions: ['.jsonl', '.ndjson'],
  async *read(source, limits) {
    for await (const { number, bytes } of splitLinesBounded(source.chunks, limits.maxBytes)) {
      const path = `${source.path}#${number}`;
      if (bytes === undefined) {
        const detail = `line of more than ${limits.maxBytes} bytes`;
        yield { kind: 'set-aside', setAside: { path, reason: 'too-large', detail } };
      } else {
        const result = readLine(path, bytes);
        if (result !== undefined) yield result;
      }
    }
  },
};

function readLine(path: string, bytes: Uint8Array): ReadResult | undefined {
  const refuse = (reason: SetAside['reason'], detail: string): ReadResult => ({
    kind: 'set-aside',
    setAside: { path, reason, detail },
  });
  const decoded = decodeText(bytes);
  if (decoded.kind === 'refused') return refuse(decoded.reason, decoded.detail);
  if (decoded.text.trim() === '') return undefined;
  const fields = parseObject(decoded.text);
  if (fields === undefined) return refuse('invalid-json', 'not a JSON object');
  const raw = [fields.text, fields.content].find((value) => typeof value === 'string');
  if (raw === undefined) return refuse('missing-text-field', 'neither "text" nor "content" is a string');
  const text = normaliseText(raw);
  if (text === '') return refuse('empty', 'its text is empty');
  const given = typeof fields.title === 'string' ? normaliseText(fields.title).replace(/\s+/g, ' ') : '';
  const { encoding, numReplaced } = decoded;
  const title = given === '' ? pathTitle(path) : given;
  const document = digestBytes(bytes);
  const sizeBytes = bytes.length;
  return {
    kind: 'document',
    document: { document, path, format: 'jsonl', title, text, sizeBytes, encoding, numReplaced },
  };
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
