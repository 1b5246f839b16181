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
import type { QuestionAnswer } from '@slipway/text';
import { openQuestionMakers } from './ask-documents.ts';
import type { InstructionSpec } from './spec.ts';

export async function runInstruction(context: RunContext<InstructionSpec>): Promise<Record<string, Digest>> {
  const [dataset] = context.inputs.dataset ?? [];
  invariant(dataset, 'instruction has a dataset');
  const documents = await collectRecords<DatasetDocument>(
    await context.store.locateFile(dataset.digest, 'documents.jsonl'),
    datasetDocument,
  );
  const [ofTrain, ofHeldout] = (['train', 'heldout'] as const).map((split) =>
    documents.filter((one) => one.split === split),
  );
  const { makePairs, makeChoices } = await openQuestionMakers(context.spec);
  const train = makePairs(ofTrain ?? []);
  const heldout = makePairs(ofHeldout ?? []);
  if (train.length === 0) throw nothingMade(documents.length, context.spec);
  const choices = makeChoices(ofHeldout ?? []);
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

function toPair(one: QuestionAnswer): Pair {
  const { id, document, start, end, path, language, question, answer, kind } = one;
  const messages: Pair['messages'] = [
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ];
  return {
    id,
    document: document as Digest,
    start,
    end,
    path,
    language,
    ...(kind ? { kind } : {}),
    messages,
  };
}

function nothingMade(numDocuments: number, { pairs }: InstructionSpec): SlipwayError {
  return new SlipwayError({
    code: 'pairs-none-made',
    message: `no question could be made from ${numDocuments} documents`,
    hint: pairs.includes('sections')
      ? 'Questions are made from headings and the text under them, in English and Chinese: give documents that have both.'
      : `Only ${pairs.join(' and ')} are asked about: give documents that have them, or add sections to "pairs".`,
  });
}
