/**
 * Chooses among what the index found: passages that speak of the question, and of different things.
 * Invariant: pure; one passage a heading, two a document, no text twice; a question without content words is given none, and where it asks
 * for the very thing that a document is about, the beginning of that document comes before places that merely name it.
 */
import { stopWords, tokenise } from '@slipway/text';
import type { RetrievedPassage } from './retriever.ts';
import { smallTalk } from './small-talk.ts';

/** Passages scoring below this share of the best one's score are more likely noise than help. */
const shareOfBest = 0.45;
const maxOfDocument = 2;
/** How much more the beginning of a document tells of what the document is about; chosen by hand on the tour's documents. */
const introductionWeight = 1.6;

/** The terms by which a question is searched; none where it only greets. */
export function findTellingTerms(question: string): Set<string> {
  const telling = tokenise(question).filter(({ word }) => !stopWords.has(word) && !smallTalk.has(word));
  return new Set(telling.map(({ term }) => term));
}

/**
 * @param found what the index found, in any order
 * @param telling the question's terms, of `findTellingTerms`
 * @returns at most `limit`, best first
 */
export function selectPassages(
  found: readonly RetrievedPassage[],
  telling: ReadonlySet<string>,
  limit: number,
): RetrievedPassage[] {
  const ranked = found
    .map((one) => ({ ...one, score: one.score * (introduces(one, telling) ? introductionWeight : 1) }))
    .sort((left, right) => right.score - left.score);
  const worst = (ranked[0]?.score ?? 0) * shareOfBest;
  const headings = new Set<string>();
  const texts = new Set<string>();
  const numOfDocument = new Map<string, number>();
  const selected: RetrievedPassage[] = [];
  for (const one of ranked) {
    if (selected.length >= limit || one.score < worst) break;
    const heading = JSON.stringify([one.document, ...one.headings]);
    const numTaken = numOfDocument.get(one.document) ?? 0;
    if (headings.has(heading) || texts.has(one.text) || numTaken >= maxOfDocument) continue;
    headings.add(heading);
    texts.add(one.text);
    numOfDocument.set(one.document, numTaken + 1);
    selected.push(one);
  }
  return selected;
}

/** Whether a passage stands at the beginning of a document that is called what the question asks for. */
function introduces({ title, headings }: RetrievedPassage, telling: ReadonlySet<string>): boolean {
  if (telling.size === 0 || headings.length > 1) return false;
  const called = new Set(tokenise(title).map(({ term }) => term));
  return [...telling].every((term) => called.has(term));
}
