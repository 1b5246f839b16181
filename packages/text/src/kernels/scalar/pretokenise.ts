/**
 * The split patterns as regular expressions: the twin of `kernels/pretokenise.ts`, in the order of its numbers, for tests. White space and
 * case are spelled out, since JavaScript's `\s` and `i` are others than those of the originals.
 * Invariant: equals the kernels for characters to which the engine's Unicode version gives the classes of Unicode 16.0.
 */
const space = '\\p{White_Space}';
const contraction = "'(?:[sS\u017f]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])";
const lastSpaces = `${space}+(?!\\P{White_Space})|${space}+`;
const prefix = '[^\\r\\n\\p{L}\\p{N}]?';
const symbols = ` ?[^${space}\\p{L}\\p{N}]+`;
const upper = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]';
const lower = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]';
const digits = '\\p{N}{1,3}';
const lines = `${space}*[\\r\\n]+`;

const join = (...alternatives: string[]) => new RegExp(alternatives.join('|'), 'gu');
const llama = (numbers: string, ...atEnd: string[]) =>
  join(contraction, `${prefix}\\p{L}+`, numbers, `${symbols}[\\r\\n]*`, ...atEnd, lines, lastSpaces);
const gpt2 = join("'s|'t|'re|'ve|'m|'ll|'d", ' ?\\p{L}+', ' ?\\p{N}+', symbols, lastSpaces);

/** Patterns applied one upon the pieces of the other. */
const chains: readonly (readonly RegExp[])[] = [
  [gpt2],
  [/\p{N}/gu, gpt2],
  [llama('\\p{N}')],
  [llama(digits)],
  [llama(digits, `${space}+$`)],
  [
    join(
      `${prefix}${upper}*${lower}+(?:${contraction})?`,
      `${prefix}${upper}+${lower}*(?:${contraction})?`,
      digits,
      `${symbols}[\\r\\n/]*`,
      lines,
      lastSpaces,
    ),
  ],
  [
    join(digits),
    /[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+/gu,
    join(
      '[!"#$%&\'()*+,\\-.\\/:;<=>?@\\[\\\\\\]\\^_`\\{\\|\\}~][A-Za-z]+',
      '[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+',
      ' ?[\\p{P}\\p{S}]+[\\r\\n]*',
      lines,
      lastSpaces,
    ),
  ],
];

/** Cuts a text at the matches of a pattern; matches and what lies between them are pieces. */
function isolate(text: string, pattern: RegExp): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const { 0: match, index } of text.matchAll(pattern)) {
    if (index > at) pieces.push(text.slice(at, index));
    pieces.push(match);
    at = index + match.length;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces;
}

/** The pieces of a text under the pattern of a number. */
export function pretokeniseScalar(text: string, pattern: number): string[] {
  let pieces = [text];
  for (const step of chains[pattern] ?? []) pieces = pieces.flatMap((piece) => isolate(piece, step));
  return pieces;
}
