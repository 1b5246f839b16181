/**
 * The pairs and the four-choice questions of documents, in the forms that are asked for.
 * Invariant: depends on the documents and the spec alone; a pair is there once.
 */
import type { DatasetDocument } from '@slipway/contracts';
import {
  type Format,
  type FourChoice,
  makeClozeChoices,
  makeFourChoices,
  makeHeadingChoices,
  makeLeadSummaries,
  makeQuestionAnswers,
  makeTableQuestions,
  type QuestionAnswer,
} from '@slipway/text';
import type { InstructionSpec } from './spec.ts';

/** The forms that are asked for, whatever their order in the spec. */
export function makePairs(documents: readonly DatasetDocument[], spec: InstructionSpec): QuestionAnswer[] {
  const asked = documents.map((one) => ({ ...one, format: one.format as Format }));
  const made = [
    ...(spec.pairs.includes('sections')
      ? makeQuestionAnswers(asked, { maxAnswerWeight: spec.maxAnswerWeight })
      : []),
    ...(spec.pairs.includes('summaries') ? makeLeadSummaries(asked) : []),
    ...(spec.pairs.includes('tables') ? makeTableQuestions(asked) : []),
  ];
  return [...new Map(made.map((one) => [one.id, one])).values()];
}

/** Questions of each form in turn, until there are `maxChoices` or no more. */
export function makeChoices(documents: readonly DatasetDocument[], spec: InstructionSpec): FourChoice[] {
  const asked = documents.map((one) => ({ ...one, format: one.format as Format }));
  const forms = [
    ...(spec.choices.includes('answers')
      ? [makeFourChoices(makeQuestionAnswers(asked, { maxAnswerWeight: spec.maxAnswerWeight }))]
      : []),
    ...(spec.choices.includes('cloze') ? [makeClozeChoices(asked)] : []),
    ...(spec.choices.includes('headings') ? [makeHeadingChoices(asked)] : []),
  ];
  const most = Math.max(...forms.map(({ length }) => length));
  const inTurn = Array.from({ length: most }, (_, place) =>
    forms.flatMap((form) => form[place] ?? []),
  ).flat();
  return inTurn.slice(0, spec.maxChoices);
}
