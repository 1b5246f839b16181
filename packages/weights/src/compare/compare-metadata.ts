/**
 * Compares the metadata of two GGUF files, tokenizer and chat template included.
 * Invariant: one difference a key; lists name the first element that differs and how many do, texts the line.
 * Refuses nothing; ignores what says how weights are stored rather than what the model is.
 */
import type { GgufMetadata, GgufValue } from '../gguf/gguf-value.ts';
import type { GgufDifference } from './difference.ts';

const storageKeys = [
  'general.file_type',
  'general.quantization_version',
  'general.alignment',
  'quantize.*',
  'split.*',
];
const maximumExcerpt = 60;

function isIgnored(key: string): boolean {
  return storageKeys.some((pattern) =>
    pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern,
  );
}

function getKind(key: string): GgufDifference['kind'] {
  if (key.startsWith('tokenizer.chat_template')) return 'chat-template';
  return key.startsWith('tokenizer.') ? 'tokenizer' : 'metadata';
}

function format(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > maximumExcerpt ? `${text.slice(0, maximumExcerpt)}…` : text;
}

const isSame = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) ||
  (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

interface Finding {
  /** Where inside the key: ", element 812"; empty for a scalar. */
  readonly within: string;
  readonly what: string;
  readonly numDifferent: number;
}

function compareLists(a: ArrayLike<unknown>, b: ArrayLike<unknown>): Finding | undefined {
  const length = Math.max(a.length, b.length);
  let first = -1;
  let numDifferent = 0;
  for (let i = 0; i < length; i++) {
    if (i < a.length && i < b.length && isSame(a[i], b[i])) continue;
    if (first < 0) first = i;
    numDifferent += 1;
  }
  if (first < 0) return undefined;
  const show = (list: ArrayLike<unknown>): string => (first < list.length ? format(list[first]) : 'nothing');
  const lengths = a.length === b.length ? '' : `; ${a.length} elements against ${b.length}`;
  return {
    within: `, element ${first}`,
    what: `${show(a)} became ${show(b)} (${numDifferent} of ${length} elements differ${lengths})`,
    numDifferent,
  };
}

function compareTexts(a: string, b: string): Finding | undefined {
  if (a === b) return undefined;
  if (!a.includes('\n') && a.length <= maximumExcerpt) {
    return { within: '', what: `${format(a)} became ${format(b)}`, numDifferent: 1 };
  }
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const line = a.slice(0, at).split('\n').length;
  const show = (text: string): string => (at < text.length ? format(text.slice(at)) : 'the end');
  return { within: `, line ${line}, character ${at}`, what: `${show(a)} became ${show(b)}`, numDifferent: 1 };
}

function compareValues(a: GgufValue, b: GgufValue): Finding | undefined {
  if (a.type === 'string' && b.type === 'string') return compareTexts(a.value, b.value);
  if (a.type === 'array' && b.type === 'array') return compareLists(a.value, b.value);
  if (a.type === 'array' || b.type === 'array')
    return { within: '', what: `${a.type} became ${b.type}`, numDifferent: 1 };
  // 64-bit and 32-bit integers of the same value mean the same to every reader.
  if (String(a.value) === String(b.value)) return undefined;
  return { within: '', what: `${format(a.value)} became ${format(b.value)}`, numDifferent: 1 };
}

function describe(key: string, finding: Finding): GgufDifference {
  const place = `metadata ${key}${finding.within}`;
  const message = `${place}: ${finding.what}`;
  return { kind: getKind(key), place, message, measured: finding.numDifferent, bound: 0 };
}

/**
 * Finds the keys whose values differ.
 * @param reference what it should be
 * @param candidate what it is
 */
export function compareMetadata(reference: GgufMetadata, candidate: GgufMetadata): GgufDifference[] {
  const differences: GgufDifference[] = [];
  for (const key of new Set([...reference.keys(), ...candidate.keys()])) {
    if (isIgnored(key)) continue;
    const a = reference.get(key);
    const b = candidate.get(key);
    const missing = a === undefined ? 'was added' : 'is missing';
    const finding = a && b ? compareValues(a, b) : { within: '', what: `it ${missing}`, numDifferent: 1 };
    if (finding) differences.push(describe(key, finding));
  }
  return differences;
}
