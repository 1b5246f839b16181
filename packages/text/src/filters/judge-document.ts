/**
 * The filters in their order, and the verdict of all of them on a document.
 * Invariant: the first filter that drops gives the reason, so the order is part of the result: cheap and blunt ones come first.
 */
import { dropBoilerplate } from './drop-boilerplate.ts';
import { dropMostlySymbols } from './drop-mostly-symbols.ts';
import { dropRepetitiveLines } from './drop-repetitive-lines.ts';
import { dropRepetitiveWords } from './drop-repetitive-words.ts';
import { dropTooLongLines } from './drop-too-long-lines.ts';
import { dropTooShort } from './drop-too-short.ts';
import { type Filter, type Judged, kept, type Verdict } from './filter.ts';

/** The default filters, made for documents that people wrote and keep; in the order in which they are asked. */
export const filters: readonly Filter[] = [
  dropTooShort,
  dropTooLongLines,
  dropMostlySymbols,
  dropBoilerplate,
  dropRepetitiveLines,
  dropRepetitiveWords,
];

/** The verdict on a document: kept by all, or the first reason against it. */
export function judgeDocument(document: Judged, asked: readonly Filter[] = filters): Verdict {
  for (const filter of asked) {
    const verdict = filter.judge(document);
    if (!verdict.isKept) return verdict;
  }
  return kept;
}
