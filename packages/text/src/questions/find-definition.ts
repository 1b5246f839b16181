/**
 * The sentence that defines a term, in English ("A mutex is a lock that ...") and Chinese (“检索增强生成是指……”).
 * Invariant: the term stands once in the sentence, before the words that define it, and the rest says enough to know it by.
 * Refuses: pronouns and names that mean something only in their place ("the first argument", “该选项”), terms with their other name in
 * brackets, which would give the answer away.
 */
import { sentenceEnds } from '../sentences/sentence-ends.ts';
import { textWeight } from '../sentences/text-weight.ts';
import { unwrapLines } from './first-sentences.ts';
import type { Span } from './lead-answer.ts';

export type TermKind = 'code' | 'name' | 'word' | 'han';

export interface Definition {
  term: string;
  /** Of the term, in the text. */
  span: Span;
  kind: TermKind;
  isChinese: boolean;
  /** The sentence in one line, with a blank in place of the term. */
  blanked: string;
}

const blank = '____';
/** What is left of a sentence without its term, in Latin characters. */
const minWeight = 50;
const maxWeight = 260;

const marks = String.raw`[*_\x60"“”‘’《]{0,3}`;
const english = new RegExp(
  String.raw`^(?<article>(?:An?|The) )?(?<open>${marks})(?<term>[\p{L}\p{N}@$][\p{L}\p{N}@$.\/+#'’()-]*(?: [\p{L}\p{N}@$][\p{L}\p{N}@$.\/+#'’()-]*){0,3})(?<close>${marks}) (?:is|are) (?:an?|the|one of the) (?!(?:part|example|lot|bit|few|good|great|must|no-op|first|second|third|fourth|last|default|same|only|reference|results?|recommended|early|most|best|way|following)\b)(?=\S)`,
  'u',
);
const chinese = new RegExp(
  String.raw`^(?<open>${marks})(?<term>[\p{L}\p{N}][\p{L}\p{N} .+#\/_-]{0,22}?[\p{L}\p{N}+#])(?<close>${marks}|》)[，, ]{0,2}(?:是指|指的是|是用[于来]|是一(?:[种个款套类项门张座份组]|系列))`,
  'u',
);

/** Words that point to something else, or that every text uses in a sense of its own. */
const pointing =
  /\b(?:it|this|that|these|those|there|here|he|she|they|we|you|i|what|which|who|if|when|where|how|why|all|each|every|some|any|one|two|another|both|following|above|below|first|second|third|last|next|previous|same|other|others|only|most|many|more|less|goal|purpose|aim|result|results?|example|examples|idea|reason|problem|default|value|values|name|note|and|or|but|for|to|in|on|with|not|as|also|so|because|however|since|while|by|at|from|no|yes|way|difference|answer|question|thing|things|fix|solution|caveat|exception|advantage|disadvantage|benefit|downside|return|returns|argument|parameter|option|object|function|method|string|number|array|type|file|list|package|module|library|class|property|field|hook|plugin|data|settings?|state|our|my|your|its|their)\b/i;
const chinesePointing =
  /^(?:如|这|那|它|其|本|该|此|我|你|他|她|您|以上|以下|上述|上面|下面|如果|当|若|因|由|在|对|从|有|每|另|同时|但|而|所以|例如|比如|默认|注意|通常|一般|目前|首先|其次|最|后者|前者|两者|也|都|就|并|不|第|一|两|三|各|所有|任何|某|什么|哪|上图|下图|图|表)|[的是了和与或]|(?:目的|作用|特点|优点|缺点|问题|结果|原因|方法|例子|目标|参数|选项|返回值)$/;

/** What makes sense only beside what stands before. */
const leaning =
  /\b(?:this|above|below|here)\b|本[节章文例]|[这该此](?:[个种]|模块)|上[文面述]|下[文面]|以[上下]/i;

/** The definition with which a paragraph begins, if it is one. */
export function findDefinition(text: string, paragraph: Span): Definition | undefined {
  const end = sentenceEnds(text, paragraph.start, paragraph.end)[0] ?? paragraph.end;
  const sentence = text.slice(paragraph.start, end).trimEnd();
  if (!/[.!。！]["”’)）*_]*$/.test(sentence) || /https?:|\n\s*\n/.test(sentence)) return undefined;
  const inChinese = chinese.exec(sentence)?.groups;
  const groups = inChinese ?? english.exec(sentence)?.groups;
  if (!groups) return undefined;
  const { article = '', open = '', term = '', close = '' } = groups;
  const kind = inChinese ? kindOfChinese(term) : kindOfEnglish({ article, open, term }, text);
  if (kind === undefined) return undefined;
  const start = paragraph.start + article.length + open.length;
  const rest = sentence.slice(article.length + open.length + term.length + close.length);
  const weight = textWeight(rest);
  if (weight < minWeight || weight > maxWeight || mentions(rest, term) || leaning.test(rest))
    return undefined;
  const blanked = unwrapLines(`${article}${blank}${rest}`);
  return {
    term,
    span: { start, end: start + term.length },
    kind,
    isChinese: inChinese !== undefined,
    blanked,
  };
}

function mentions(rest: string, term: string): boolean {
  const words = term
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2);
  const low = rest.toLowerCase();
  return low.includes(term.toLowerCase()) || words.some((word) => low.includes(word));
}

function kindOfChinese(term: string): TermKind | undefined {
  if (chinesePointing.test(term)) return undefined;
  if (/\p{Script=Han}/u.test(term)) return 'han';
  return isCode(term) ? 'code' : 'name';
}

function kindOfEnglish(
  { article, open, term }: { article: string; open: string; term: string },
  text: string,
): TermKind | undefined {
  if (isCode(term)) return 'code';
  if (pointing.test(term) || /['’()]|^\w+ing /.test(term)) return undefined;
  if (open.includes('`')) return 'code';
  const first = term.charAt(0);
  const isNamed = /\p{Lu}/u.test(term.slice(1)) || (article !== '' && /\p{Lu}/u.test(first));
  if (isNamed || /[*_]/.test(open)) return 'name';
  // A single capital at the start of a sentence is a name only where the text never writes the word small.
  const low = term.charAt(0).toLowerCase() + term.slice(1);
  const isCapital = first !== low.charAt(0);
  if (isCapital && !new RegExp(`\\b${escapePattern(low)}\\b`).test(text)) return 'name';
  return article === 'The ' ? undefined : 'word';
}

function isCode(term: string): boolean {
  return /[a-z][A-Z]|[_@/#$()]|\w\.\w/.test(term) && !term.includes(' ');
}

function escapePattern(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
