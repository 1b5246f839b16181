import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnswerRecord, type Digest, newId } from '@slipway/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openAnswerJournal } from './answer-journal.ts';
import { findJournalledAnswer } from './find-answer.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'slipway-journal-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const digest = (digit: string) => `sha256:${digit.repeat(64)}` as Digest;
const answerId = newId('answer');
const shared = {
  answerId,
  at: '2026-01-01T00:00:00Z',
  keyId: newId('key'),
  customerId: newId('customer'),
  deploymentId: newId('deployment'),
  model: 'tour',
};
const begun: AnswerRecord = {
  type: 'answer-begun',
  ...shared,
  usageId: newId('usage'),
  replicaId: newId('replica'),
  promptDigest: digest('1'),
  citations: [],
};
const ended: AnswerRecord = {
  type: 'answer-ended',
  answerDigest: digest('2'),
  event: {
    ...shared,
    id: begun.usageId,
    usage: { numPromptTokens: 1, numCachedTokens: 0, numOutputTokens: 1 },
    reason: 'stop',
    durationMs: 1,
  },
};

it('finds both digests of an answer that began in one file and ended in a later one, past a torn line', async () => {
  expect(await findJournalledAnswer(directory, answerId)).toEqual({});
  const first = await openAnswerJournal(directory);
  await first.append(begun, { isDurable: true });
  await first.close();
  await appendFile(join(directory, '000001.jsonl'), `{"type":"answer-ended","answerId":"${answerId}`);
  expect(await findJournalledAnswer(directory, answerId)).toEqual({ promptDigest: digest('1') });
  const second = await openAnswerJournal(directory);
  await second.append(ended, { isDurable: true });
  await second.close();
  expect(await findJournalledAnswer(directory, answerId)).toEqual({
    promptDigest: digest('1'),
    answerDigest: digest('2'),
  });
  expect(await findJournalledAnswer(directory, newId('answer'))).toEqual({});
});
