/**
 * Bytes to text: UTF-8 first, UTF-16 by its byte order mark, GB18030 where UTF-8 fails and Chinese comes out, else UTF-8 repaired.
 * Invariant: every byte that cannot be read stands as U+FFFD and is counted; the same bytes always give the same text.
 * Refuses binary content (`binary`) and text of which more than 1 % had to be replaced (`invalid-encoding`).
 */
import { isBinary } from './is-binary.ts';

export type Decoded =
  | { kind: 'text'; text: string; encoding: string; numReplaced: number }
  | { kind: 'refused'; reason: 'binary' | 'invalid-encoding'; detail: string };

const maxReplacedShare = 0.01;
const minHanShare = 0.7;
const minFrequentShare = 0.04;

/**
 * The most frequent characters of modern Chinese prose (top of Jun Da's character frequency list, simplified and traditional).
 * They make up more than a tenth of any Chinese text and almost none of Western text misread as GB18030.
 */
const frequentHan = new Set('的一是不了在有人这这個个上们们我他大来來以中到为為和国國时時要地就用于可');

/**
 * Decodes bytes.
 * @param declared the encoding that the content itself names (WHATWG label), believed only where the bytes are not valid UTF-8
 * @returns the text with its encoding (WHATWG label) and the number of U+FFFD put in, or the reason why it is refused
 */
export function decodeText(bytes: Uint8Array, declared?: string): Decoded {
  const utf16 = utf16Label(bytes);
  if (utf16 !== undefined) return judge(new TextDecoder(utf16).decode(bytes), utf16, 0);
  if (isBinary(bytes)) {
    return { kind: 'refused', reason: 'binary', detail: 'NUL bytes or more than 5 % control bytes' };
  }
  const strict = decodeStrict(bytes);
  if (strict !== undefined) return { kind: 'text', text: strict, encoding: 'utf-8', numReplaced: 0 };
  const asDeclared = declared === undefined ? undefined : decodeDeclared(bytes, declared);
  if (asDeclared !== undefined) return asDeclared;
  const lenient = new TextDecoder('utf-8').decode(bytes);
  const numAlready = countLiteralReplacements(bytes);
  const chinese = decodeChinese(bytes, lenient);
  return chinese ?? judge(lenient, 'utf-8', numAlready);
}

function utf16Label(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

function decodeStrict(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeDeclared(bytes: Uint8Array, label: string): Decoded | undefined {
  try {
    const decoder = new TextDecoder(label);
    const decoded = judge(decoder.decode(bytes), decoder.encoding, 0);
    return decoder.encoding !== 'utf-8' && decoded.kind === 'text' ? decoded : undefined;
  } catch {
    return undefined;
  }
}

/** U+FFFD that the author wrote (EF BF BD) is no fault of the encoding. */
function countLiteralReplacements(bytes: Uint8Array): number {
  let num = 0;
  for (let at = bytes.indexOf(0xef); at >= 0; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) num += 1;
  }
  return num;
}

function countReplacements(text: string): number {
  let num = 0;
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) num += 1;
  return num;
}

/** GB18030 is believed where UTF-8 lost more characters than it read and what comes out is common Chinese. */
function decodeChinese(bytes: Uint8Array, lenient: string): Decoded | undefined {
  let numRead = 0;
  let numLost = 0;
  for (const character of lenient) {
    if (character === '\ufffd') numLost += 1;
    else if (character > '\x7f') numRead += 1;
  }
  if (numLost <= numRead) return undefined;
  const text = new TextDecoder('gb18030').decode(bytes);
  const decoded = judge(text, 'gb18030', 0);
  return decoded.kind === 'text' && isPlausibleChinese(text) ? decoded : undefined;
}

function isPlausibleChinese(text: string): boolean {
  let numForeign = 0;
  let numHan = 0;
  let numFrequent = 0;
  for (const character of text) {
    if (character <= '\x7f') continue;
    numForeign += 1;
    if (character >= '\u4e00' && character <= '\u9fff') numHan += 1;
    else if ((character >= '\u3000' && character <= '\u301f') || character >= '\uff00') numForeign -= 1;
    if (frequentHan.has(character)) numFrequent += 1;
  }
  return numHan >= numForeign * minHanShare && numHan > 0 && numFrequent >= numHan * minFrequentShare;
}

function judge(text: string, encoding: string, numAlready: number): Decoded {
  const numReplaced = countReplacements(text) - numAlready;
  if (numReplaced > text.length * maxReplacedShare) {
    const percent = ((numReplaced / text.length) * 100).toFixed(1);
    const detail = `${percent} % of its characters cannot be read as ${encoding}`;
    return { kind: 'refused', reason: 'invalid-encoding', detail };
  }
  return { kind: 'text', text, encoding, numReplaced };
}
