/**
 * Puts passages before the model: numbered, in the system message, with a short instruction in the language of the question.
 * Invariant: pure; citation number n is the passage printed as [n]; the client's own system message stays first.
 */
import type { ChatMessage, Citation } from '@slipway/contracts';
import type { RetrievedPassage } from './retriever.ts';

const instructions = {
  en: 'Answer the question from the numbered passages below and cite them by their numbers, like [1]. If the passages do not hold the answer, say so.',
  zh: '请根据下面编号的资料回答问题，并用编号注明出处，例如[1]。如果资料中没有答案，请直接说明。',
} as const;

/** The question a conversation ends with: its last user message. */
export function findQuestion(messages: readonly ChatMessage[]): string | undefined {
  return messages.findLast(({ role }) => role === 'user')?.content;
}

/** Chinese where the question holds a Chinese character, else English. */
export function languageOf(question: string): 'en' | 'zh' {
  return /\p{Script=Han}/u.test(question) ? 'zh' : 'en';
}

/** Citations of passages, numbered from 1 in the order given. */
export function toCitations(passages: readonly RetrievedPassage[]): Citation[] {
  return passages.map((passage, index) => ({
    number: index + 1,
    passageId: passage.id,
    document: passage.document,
    documentPath: passage.path,
    title: passage.title,
    headings: passage.headings,
    start: passage.start,
    end: passage.end,
    text: passage.text,
    score: passage.score,
  }));
}

/** The conversation with its passages in the system message; unchanged where there are none. */
export function groundMessages(
  messages: readonly ChatMessage[],
  citations: readonly Citation[],
): ChatMessage[] {
  if (citations.length === 0) return [...messages];
  const instruction = instructions[languageOf(findQuestion(messages) ?? '')];
  const printed = citations.map(({ number, title, headings, text }) => {
    const place = [title, ...headings.filter((heading) => heading !== title)].join(' › ');
    return `[${number}] ${place}\n${text}`;
  });
  const grounding = [instruction, ...printed].join('\n\n');
  const [first, ...rest] = messages;
  if (first?.role === 'system')
    return [{ role: 'system', content: `${first.content}\n\n${grounding}` }, ...rest];
  return [{ role: 'system', content: grounding }, ...messages];
}

/** Numbers of the citations that a text refers to, in order. */
export function findCitedNumbers(text: string, citations: readonly Citation[]): number[] {
  const named = new Set(
    Array.from(text.matchAll(/[[【［](\d{1,2})[\]】］]/g), ([, digits]) => Number(digits)),
  );
  return citations.map(({ number }) => number).filter((number) => named.has(number));
}
