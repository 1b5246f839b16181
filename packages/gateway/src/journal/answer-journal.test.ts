/**
 * The answer journal on a disk that fails: in the middle of a line, and between two files.
 */
import { type FileHandle, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnswerRecord, type Digest, newId } from '@slipway/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readAnswers } from '../testing/read-answers.ts';
import { type AnswerJournal, openAnswerJournal } from './answer-journal.ts';
import { listJournalFiles, readJournalPart } from './journal-files.ts';

let directory: string;
let handles: FileHandle;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'slipway-journal-'));
  const probe = await open(join(directory, 'probe'), 'w');
  handles = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(directory, { recursive: true });
});

function makeBegun(): AnswerRecord {
  return {
    type: 'answer-begun',
    answerId: newId('answer'),
    usageId: newId('usage'),
    at: new Date().toISOString(),
    keyId: newId('key'),
    customerId: newId('customer'),
    deploymentId: newId('deployment'),
    replicaId: newId('replica'),
    model: 'test',
    promptDigest: `sha256:${'a'.repeat(64)}` as Digest,
    citations: [],
  };
}

const failure = (code: string): Error => Object.assign(new Error(code), { code });

/** The next write stops in the middle of its bytes. */
function tearNextWrite(): void {
  vi.spyOn(handles, 'appendFile').mockImplementationOnce(async function (this: FileHandle, data) {
    const bytes = Buffer.from(data as Uint8Array);
    await this.write(bytes, 0, bytes.length >> 1);
    throw failure('ENOSPC');
  });
}

async function appendNew(journal: AnswerJournal, isDurable = true): Promise<string> {
  const record = makeBegun();
  await journal.append(record, { isDurable });
  return record.type === 'answer-begun' ? record.answerId : '';
}

const readIds = async (): Promise<string[]> =>
  (await readAnswers(directory)).begun.map(({ answerId }) => answerId);

describe('answer journal', () => {
  it('glues nothing to a line that a full disk has torn', async () => {
    const journal = await openAnswerJournal(directory);
    const ids = [await appendNew(journal)];
    tearNextWrite();
    await expect(appendNew(journal)).rejects.toMatchObject({ code: 'disk-full' });
    ids.push(await appendNew(journal), await appendNew(journal));
    await journal.close();
    expect(await readIds()).toEqual(ids);
    expect((await readJournalPart(directory, '000001.jsonl', { offset: 0 })).numInvalid).toBe(1);
  });

  it('rejects nothing that is durable where the next file cannot be opened, and tries again', async () => {
    const journal = await openAnswerJournal(directory, { maxFileBytes: 10 });
    const barrier = join(directory, '000002.jsonl');
    await writeFile(barrier, '');
    const ids = [await appendNew(journal), await appendNew(journal)];
    await rm(barrier);
    ids.push(await appendNew(journal), await appendNew(journal));
    await journal.close();
    expect(await readIds()).toEqual(ids);
    expect((await listJournalFiles(directory)).length).toBeGreaterThan(2);
  });

  it('has a file on the disk before another follows it', async () => {
    const journal = await openAnswerJournal(directory, { maxFileBytes: 10 });
    const sync = vi.spyOn(handles, 'datasync');
    await appendNew(journal, false);
    await journal.close();
    expect(await listJournalFiles(directory)).toHaveLength(2);
    expect(sync).toHaveBeenCalledTimes(1);
  });
});
