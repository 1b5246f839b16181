/**
 * The pairs and the four-choice questions of documents, in the forms that are asked for.
 * Invariant: depends on the documents and the spec alone; a pair is there once.
 */
import type { DatasetDocument } from '@slipway/contracts';
import {
  createLanguageTeller,
  type Format,
  type FourChoice,
  loadKernels,
  makeClozeChoices,
  makeFourChoices,
  makeHeadingChoices,
  makeLeadSummaries,
  makeQuestionAnswers,
  makeTableQuestions,
  type QuestionAnswer,
  type QuestionOptions,
} from '@slipway/text';
import type { InstructionSpec } from './spec.ts';

export interface QuestionMakers {
  /** The forms that are asked for, whatever their order in the spec. */
  makePairs(documents: readonly DatasetDocument[]): QuestionAnswer[];
  /** Questions of each form in turn, until there are `maxChoices` or no more. */
  makeChoices(documents: readonly DatasetDocument[]): FourChoice[];
}

export async function openQuestionMakers(spec: InstructionSpec): Promise<QuestionMakers> {
  const options = {
    tellLanguage: createLanguageTeller(await loadKernels()),
    maxAnswerWeight: spec.maxAnswerWeight,
  };
  return {
    makePairs: (documents) => makePairs(documents.map(toAsked), spec, options),
    makeChoices: (documents) => makeChoices(documents.map(toAsked), spec, options),
  };
}

const toAsked = (one: DatasetDocument) => ({ ...one, format: one.format as Format });
type Asked = ReturnType<typeof toAsked>;

function makePairs(
  asked: readonly Asked[],
  spec: InstructionSpec,
  options: QuestionOptions,
): QuestionAnswer[] {
  const made = [
    ...(spec.pairs.includes('sections') ? makeQuestionAnswers(asked, options) : []),
    ...(spec.pairs.includes('summaries') ? makeLeadSummaries(asked, options) : []),
    ...(spec.pairs.includes('tables') ? makeTableQuestions(asked, options) : []),
  ];
  return [...new Map(made.map((one) => [one.id, one])).values()];
}

function makeChoices(asked: readonly Asked[], spec: InstructionSpec, options: QuestionOptions): FourChoice[] {
  const forms = [
    ...(spec.choices.includes('answers') ? [makeFourChoices(makeQuestionAnswers(asked, options))] : []),
    ...(spec.choices.includes('cloze') ? [makeClozeChoices(asked, options)] : []),
    ...(spec.choices.includes('headings') ? [makeHeadingChoices(asked, options)] : []),
  ];
  const most = Math.max(...forms.map(({ length }) => length));
  const inTurn = Array.from({ length: most }, (_, place) =>
    forms.flatMap((form) => form[place] ?? []),
  ).flat();
  return inTurn.slice(0, spec.maxChoices);
}
