import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AnswerRecord,
  type Citation,
  type CustomerId,
  type Digest,
  type EngineUsage,
  type KeyId,
  newId,
} from '@slipway/contracts';
import { describeOnBothDatabases } from '@slipway/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openAnswerJournal } from '../journal/answer-journal.ts';
import { hashSecret } from '../snapshot/key-ring.ts';
import { openLedger } from './open-ledger.ts';

const document = `sha256:${'d'.repeat(64)}` as Digest;
const digest = `sha256:${'a'.repeat(64)}` as Digest;
const citation: Citation = {
  number: 1,
  passageId: 'p1',
  document,
  documentPath: 'docs/a.md',
  title: 'A',
  headings: ['A', 'Use'],
  start: 3,
  end: 9,
  text: 'with \u0000 and "quotes"',
  score: 4.2,
};

interface AnswerDraft {
  key: { id: KeyId; customerId: CustomerId };
  usage: EngineUsage;
  at?: string;
  model?: string;
}

function makeAnswer({
  key,
  usage,
  at = new Date().toISOString(),
  model = 'tour',
}: AnswerDraft): AnswerRecord[] {
  const shared = {
    answerId: newId('answer'),
    at,
    keyId: key.id,
    customerId: key.customerId,
    deploymentId: newId('deployment'),
    model,
  };
  const usageId = newId('usage');
  const replicaId = newId('replica');
  return [
    { type: 'answer-begun', ...shared, usageId, replicaId, promptDigest: digest, citations: [citation] },
    {
      type: 'answer-ended',
      answerDigest: digest,
      event: { ...shared, id: usageId, usage, reason: 'stop', durationMs: 12.6 },
    },
  ];
}

const usage = { numPromptTokens: 100, numCachedTokens: 40, numOutputTokens: 10 };
const tourPrice = {
  model: 'tour',
  currency: 'CNY',
  inputPerMillion: 2_000_000,
  cachedInputPerMillion: 500_000,
  outputPerMillion: 8_000_000,
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'slipway-ledger-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function writeRecords(records: readonly AnswerRecord[]): Promise<void> {
  const journal = await openAnswerJournal(directory);
  await Promise.all(
    records.map((record) => journal.append(record, { isDurable: record.type === 'answer-ended' })),
  );
  await journal.close();
}

describeOnBothDatabases('ledger', (fixture) => {
  it('makes a key whose secret is nowhere kept, and revokes it', async () => {
    const ledger = await openLedger(await fixture.open());
    const { key, secret } = await ledger.makeKey({ customer: '海上银行', industry: 'banking', label: 'app' });
    expect(secret).toMatch(/^sw-[\w-]{43}$/);
    expect(secret.startsWith(key.prefix)).toBe(true);
    expect(await ledger.listSnapshotKeys()).toEqual([
      {
        id: key.id,
        sha256: hashSecret(secret),
        customerId: key.customerId,
        customer: '海上银行',
        industry: 'banking',
      },
    ]);
    const second = await ledger.makeKey({ customer: '海上银行' });
    expect(second.key.customerId).toBe(key.customerId);
    await expect(ledger.makeKey({ customer: '海上银行', industry: 'energy' })).rejects.toMatchObject({
      code: 'argument-invalid',
    });
    await ledger.revokeKey(key.id);
    await ledger.revokeKey(key.id);
    expect((await ledger.listSnapshotKeys()).map(({ id }) => id)).toEqual([second.key.id]);
    const listed = await ledger.listKeys();
    expect(listed.keys.find(({ id }) => id === key.id)?.revokedAt).toBeDefined();
    expect(listed.customers).toHaveLength(1);
    await expect(ledger.revokeKey(newId('key'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('counts an id once, however often and wherever its line stands', async () => {
    const ledger = await openLedger(await fixture.open());
    const { key } = await ledger.makeKey({ customer: 'A' });
    const records = [...makeAnswer({ key, usage }), ...makeAnswer({ key, usage })];
    await writeRecords(records);
    expect(await ledger.ingestJournal(directory)).toEqual({ numEvents: 2, numInvalid: 0 });
    expect(await ledger.ingestJournal(directory)).toEqual({ numEvents: 0, numInvalid: 0 });
    await writeRecords(records);
    await Promise.all([ledger.ingestJournal(directory), ledger.ingestJournal(directory)]);
    const { total } = await ledger.makeStatement({ by: ['customer'], granularity: 'month' });
    expect(total).toMatchObject({
      numRequests: 2,
      numPromptTokens: 200,
      numCachedTokens: 80,
      numOutputTokens: 20,
    });
  });

  it('leaves a torn line until it is whole, and skips what is no record', async () => {
    const ledger = await openLedger(await fixture.open());
    const { key } = await ledger.makeKey({ customer: 'A' });
    const [begun, ended] = makeAnswer({ key, usage }).map((record) => JSON.stringify(record));
    const file = join(directory, '000001.jsonl');
    await writeFile(file, `nonsense\n${begun}\n${ended?.slice(0, 50)}`);
    expect(await ledger.ingestJournal(directory)).toEqual({ numEvents: 0, numInvalid: 1 });
    await appendFile(file, `${ended?.slice(50)}\n`);
    expect(await ledger.ingestJournal(directory)).toEqual({ numEvents: 1, numInvalid: 0 });
  });

  it('reads a journal that rotates', async () => {
    const ledger = await openLedger(await fixture.open());
    const { key } = await ledger.makeKey({ customer: 'A' });
    const journal = await openAnswerJournal(directory, { maxFileBytes: 2000 });
    for (let index = 0; index < 20; index += 1) {
      for (const record of makeAnswer({ key, usage })) await journal.append(record, { isDurable: false });
      if (index % 7 === 0) await ledger.ingestJournal(directory);
    }
    await journal.close();
    await ledger.ingestJournal(directory);
    const { total } = await ledger.makeStatement({ by: [], granularity: 'month' });
    expect(total.numRequests).toBe(20);
  });

  it('prices an event by the price of its time, and keeps what an answer rests on', async () => {
    const ledger = await openLedger(await fixture.open());
    const { key } = await ledger.makeKey({ customer: 'A', industry: 'energy' });
    const early = makeAnswer({ key, usage, at: '2020-01-01T00:00:00.000Z' });
    await ledger.setPrice(tourPrice);
    await expect(ledger.setPrice({ ...tourPrice, model: 'other', currency: 'USD' })).rejects.toMatchObject({
      code: 'argument-invalid',
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const late = makeAnswer({ key, usage });
    await writeRecords([...early, ...late]);
    await ledger.ingestJournal(directory);
    const first = late[0];
    if (first?.type !== 'answer-begun') throw new Error('the first record begins');
    const answer = await ledger.showAnswer(first.answerId);
    // 60 fresh at 2, 40 cached at 0.5, 10 out at 8 micro-units a token.
    expect(answer.price).toEqual({ amountMicroUnits: 60 * 2 + 20 + 80, currency: 'CNY' });
    expect(answer.citations).toEqual([citation]);
    expect(answer.customer).toMatchObject({ name: 'A', industry: 'energy' });
    expect(answer.event).toMatchObject({ usage, reason: 'stop', durationMs: 13 });
    expect(await ledger.listAnswersOfDocument(document, 10)).toHaveLength(2);
    expect(await ledger.listAnswersOfDeployment(first.deploymentId, 10)).toMatchObject([
      { answerId: first.answerId },
    ]);
    await expect(ledger.showAnswer(newId('answer'))).rejects.toMatchObject({ code: 'receipt-unknown' });
    const { lines } = await ledger.makeStatement({ by: ['period'], granularity: 'month' });
    expect(lines.map(({ period, amountMicroUnits }) => [period, amountMicroUnits])).toEqual([
      ['2020-01', 0],
      [new Date().toISOString().slice(0, 7), 220],
    ]);
    expect(await ledger.listPrices()).toEqual([tourPrice]);
  });

  it('groups a statement by any dimensions to the same total', async () => {
    const ledger = await openLedger(await fixture.open());
    await ledger.setPrice({ ...tourPrice, inputPerMillion: 1_500_000 });
    const bank = await ledger.makeKey({ customer: '=Bank, "Sea"', industry: 'banking' });
    const grid = await ledger.makeKey({ customer: '电网', industry: 'energy' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const odd = { numPromptTokens: 7, numCachedTokens: 0, numOutputTokens: 0 };
    await writeRecords([
      ...makeAnswer({ key: bank.key, usage }),
      ...makeAnswer({ key: bank.key, usage: odd, model: 'free' }),
      ...makeAnswer({ key: grid.key, usage: odd }),
      ...makeAnswer({ key: grid.key, usage: odd, at: '2021-05-04T23:59:59.999Z' }),
    ]);
    await ledger.ingestJournal(directory);
    const groupings = [[], ['customer'], ['industry', 'model'], ['customer', 'model', 'period']] as const;
    const statements = await Promise.all(
      groupings.map((by) => ledger.makeStatement({ by, granularity: 'day' })),
    );
    for (const { total } of statements) expect(total).toEqual(statements[0]?.total);
    const byCustomer = await ledger.makeStatement({
      by: ['customer'],
      granularity: 'day',
      from: '2022-01-01T00:00:00.000Z',
    });
    expect(byCustomer.lines.find(({ customer }) => customer === '=Bank, "Sea"')?.amountMicroUnits).toBe(190);
    // 10.5 micro-units go to the even 10.
    expect(byCustomer.lines.find(({ customer }) => customer === '电网')?.amountMicroUnits).toBe(10);
    const empty = await ledger.makeStatement({
      by: [],
      granularity: 'day',
      until: '2000-01-01T00:00:00.000Z',
    });
    expect(empty.lines).toEqual([]);
  });

  it('counts what an earlier gateway still writes beside the file of the next one', async () => {
    const ledger = await openLedger(await fixture.open());
    const { key } = await ledger.makeKey({ customer: 'A' });
    const earlier = await openAnswerJournal(directory);
    const later = await openAnswerJournal(directory);
    for (const record of makeAnswer({ key, usage })) await later.append(record, { isDurable: true });
    expect((await ledger.ingestJournal(directory)).numEvents).toBe(1);
    for (const record of makeAnswer({ key, usage })) await earlier.append(record, { isDurable: true });
    expect((await ledger.ingestJournal(directory)).numEvents).toBe(1);
    expect((await ledger.ingestJournal(directory)).numEvents).toBe(0);
    await Promise.all([earlier.close(), later.close()]);
  });

  it('tells of no answer that has not ended', async () => {
    const ledger = await openLedger(await fixture.open());
    const { key } = await ledger.makeKey({ customer: 'A' });
    const [begun] = makeAnswer({ key, usage });
    if (begun?.type !== 'answer-begun') throw new Error('the first record begins');
    await writeRecords([begun]);
    await ledger.ingestJournal(directory);
    expect(await ledger.listAnswersOfDocument(document, 10)).toEqual([]);
    expect(await ledger.listAnswersOfDeployment(begun.deploymentId, 10)).toEqual([]);
  });

  it('finds nothing to count where there is no journal', async () => {
    const ledger = await openLedger(await fixture.open());
    await mkdir(join(directory, 'empty'));
    expect(await ledger.ingestJournal(join(directory, 'empty'))).toEqual({ numEvents: 0, numInvalid: 0 });
    expect(await ledger.ingestJournal(join(directory, 'none'))).toEqual({ numEvents: 0, numInvalid: 0 });
  });
});
