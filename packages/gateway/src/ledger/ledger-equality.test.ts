/**
 * The ledger against the engine's own record, over 1,000 requests of which a third are cut off by their client in mid-stream.
 * With SLIPWAY_TEST_MODEL, the path of a small GGUF chat model, also over the real engine, in a shorter form.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineUsage } from '@slipway/contracts';
import { openMemoryDatabase } from '@slipway/core/testing';
import { connectEngine, readRequestJournal, spawnEngineProcess } from '@slipway/engines';
import { createScriptedEngine } from '@slipway/engines/testing';
import { describe, expect, it } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/open-test-gateway.ts';
import { readAnswers } from '../testing/read-answers.ts';
import { type Ledger, openLedger } from './open-ledger.ts';

const modelPath = process.env.SLIPWAY_TEST_MODEL;
const numAtOnce = 12;

interface Load {
  opened: TestGateway;
  numRequests: number;
  maxTokens: number;
}

/** Sends requests, every third of which its client breaks off after its first bytes. */
async function sendRequests({ opened, numRequests, maxTokens }: Load): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < numRequests; index = next++) {
      await sendOne(opened, { index, maxTokens });
    }
  };
  await Promise.all(Array.from({ length: numAtOnce }, work));
}

async function sendOne(
  opened: TestGateway,
  { index, maxTokens }: { index: number; maxTokens: number },
): Promise<void> {
  const isCut = index % 3 === 0;
  const abort = new AbortController();
  const response = await fetch(`${opened.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${opened.secret}` },
    body: JSON.stringify({
      model: 'test',
      messages: [{ role: 'user', content: `Question ${index % 17}: ${'why '.repeat(index % 11)}?` }],
      max_tokens: isCut ? 400 : (index % maxTokens) + 1,
      stream: isCut || index % 2 === 0,
      seed: index,
    }),
    signal: abort.signal,
  });
  expect(response.status).toBe(200);
  if (!isCut) {
    await response.text();
    return;
  }
  const reader = response.body?.getReader();
  for (let part = 0; part <= index % 5; part += 1) if ((await reader?.read())?.done) break;
  abort.abort();
}

function addUp(all: Iterable<EngineUsage>): EngineUsage {
  const sum = { numPromptTokens: 0, numCachedTokens: 0, numOutputTokens: 0 };
  for (const one of all) {
    sum.numPromptTokens += one.numPromptTokens;
    sum.numCachedTokens += one.numCachedTokens;
    sum.numOutputTokens += one.numOutputTokens;
  }
  return sum;
}

async function compare(
  load: Load,
  ledger: Ledger,
  engineDirectory: string,
): Promise<{ numCancelled: number }> {
  const { opened, numRequests } = load;
  await sendRequests(load);
  await expect
    .poll(async () => (await readAnswers(opened.journalDirectory)).ended.length, { timeout: 30_000 })
    .toBe(numRequests);
  await ledger.ingestJournal(opened.journalDirectory);
  const engine = await readRequestJournal(engineDirectory);
  const { total } = await ledger.makeStatement({ by: ['customer', 'model'], granularity: 'month' });
  expect(total.numRequests).toBe(numRequests);
  expect(engine.size).toBe(numRequests);
  expect(total).toMatchObject(addUp([...engine.values()].map(({ usage }) => usage)));
  // One by one, too: sums could agree by chance.
  for (const { event } of (await readAnswers(opened.journalDirectory)).ended) {
    expect(engine.get(event.answerId)?.usage).toEqual(event.usage);
    expect(engine.get(event.answerId)?.reason).toBe(event.reason);
  }
  return { numCancelled: [...engine.values()].filter(({ reason }) => reason === 'cancelled').length };
}

describe('the ledger equals the engine to the token', () => {
  it('over 1,000 requests, a third cut off', { timeout: 120_000 }, async () => {
    const database = await openMemoryDatabase();
    const ledger = await openLedger(database);
    const { key } = await ledger.makeKey({ customer: 'Load' });
    const engine = createScriptedEngine({ reply: () => 'many words '.repeat(60), numSequences: 6 });
    const opened = await openTestGateway({ engines: [engine], key });
    const load = { opened, numRequests: 1000, maxTokens: 24 };
    const { numCancelled } = await compare(load, ledger, opened.replicas[0]?.directory ?? '');
    expect(numCancelled).toBeGreaterThan(250);
    await opened.close();
    await database.close();
  });

  it.skipIf(modelPath === undefined)('over the real engine as a process', { timeout: 240_000 }, async () => {
    const database = await openMemoryDatabase();
    const ledger = await openLedger(database);
    const { key } = await ledger.makeKey({ customer: 'Load' });
    const directory = await mkdtemp(join(tmpdir(), 'slipway-engine-'));
    const child = await spawnEngineProcess({
      config: {
        modelPath: modelPath ?? '',
        contextTokens: 768,
        numSequences: 4,
        threads: { decode: 1, prompt: 1 },
        directory,
        token: randomBytes(32).toString('hex'),
      },
    });
    // The gateway speaks to a server of the test, that one to the real process: both keep a journal.
    const opened = await openTestGateway({
      engines: [connectEngine(child.address)],
      key,
      contextTokens: 768,
    });
    const numRequests = Number(process.env.SLIPWAY_TEST_REQUESTS ?? 60);
    const { numCancelled } = await compare({ opened, numRequests, maxTokens: 4 }, ledger, directory);
    expect(numCancelled).toBeGreaterThan(numRequests / 6);
    await opened.close();
    await child.stop();
    await rm(directory, { recursive: true });
    await database.close();
  });
});
