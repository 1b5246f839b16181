/**
 * Makes the pairs of a dataset: training ones, held-out ones, and four-choice questions from held-out documents alone.
 * Invariant: no held-out document gives a training pair, and no wrong option of a question was trained on.
 */
import { join } from 'node:path';
import {
  type DatasetDocument,
  type Digest,
  datasetDocument,
  invariant,
  type Pair,
  SlipwayError,
} from '@slipway/contracts';
import { collectRecords, type RunContext, writeRecords } from '@slipway/core';
import { type Format, makeFourChoices, makeQuestionAnswers, type QuestionAnswer } from '@slipway/text';
import type { InstructionSpec } from './spec.ts';

export async function runInstruction(context: RunContext<InstructionSpec>): Promise<Record<string, Digest>> {
  const [dataset] = context.inputs.dataset ?? [];
  invariant(dataset, 'instruction has a dataset');
  const documents = await collectRecords<DatasetDocument>(
    await context.store.locateFile(dataset.digest, 'documents.jsonl'),
    datasetDocument,
  );
  const train = ask(documents, 'train', context.spec);
  const heldout = ask(documents, 'heldout', context.spec);
  if (train.length === 0) throw nothingMade(documents.length);
  const choices = makeFourChoices(heldout).slice(0, context.spec.maxChoices);
  const draft = await context.store.draft();
  await writeRecords(join(draft.directory, 'train.jsonl'), train.map(toPair));
  await writeRecords(join(draft.directory, 'heldout.jsonl'), heldout.map(toPair));
  await writeRecords(join(draft.directory, 'choices.jsonl'), choices);
  const numHan = train.filter((one) => /^(zh|ja|ko)/.test(one.language)).length;
  const pairs = await context.commit({
    output: 'pairs',
    draft,
    kind: 'pairs',
    name: context.spec.name,
    parents: [{ role: 'dataset', digest: dataset.digest }],
    licences: dataset.manifest.licences,
    facts: {
      numTrain: train.length,
      numHeldout: heldout.length,
      numChoices: choices.length,
      numTrainCharacters: train.reduce((sum, one) => sum + one.question.length + one.answer.length, 0),
      hanShare: Number((numHan / train.length).toFixed(4)),
    },
  });
  return { pairs };
}

function ask(
  documents: DatasetDocument[],
  split: DatasetDocument['split'],
  spec: InstructionSpec,
): QuestionAnswer[] {
  const asked = documents
    .filter((one) => one.split === split)
    .map((one) => ({ ...one, format: one.format as Format }));
  return makeQuestionAnswers(asked, { maxAnswerWeight: spec.maxAnswerWeight });
}

function toPair({ id, document, start, end, path, language, question, answer }: QuestionAnswer): Pair {
  const messages: Pair['messages'] = [
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ];
  return { id, document: document as Digest, start, end, path, language, messages };
}

function nothingMade(numDocuments: number): SlipwayError {
  return new SlipwayError({
    code: 'pairs-none-made',
    message: `no question could be made from ${numDocuments} documents`,
    hint: 'Questions are made from headings and the text under them, in English and Chinese: give documents that have both.',
  });
}
