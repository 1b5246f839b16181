import { randomBytes } from 'node:crypto';
import { appendFile, type FileHandle, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GenerateRequest } from '@slipway/contracts';
import type { Engine } from '@slipway/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, collectAnswer } from '../contract/engine-contract.ts';
import { connectEngine } from '../remote/connect-engine.ts';
import { createScriptedEngine } from '../scripted/scripted-engine.ts';
import { openRequestJournal, readRequestJournal } from './request-journal.ts';
import { spawnEngineProcess } from './spawn-engine-process.ts';
import { type EngineServer, startEngineServer } from './start-engine-server.ts';

const token = randomBytes(32).toString('hex');
let directory: string;
let server: EngineServer;
let engine: Engine;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'slipway-engine-'));
  const scripted = createScriptedEngine({ reply: () => 'word '.repeat(400), tokenMs: 2, numSequences: 1 });
  server = await startEngineServer({ engine: scripted, token, directory, maxWaiting: 1 });
  engine = connectEngine({ url: server.url, token });
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

/** Starts a generation and waits for its first text. */
async function begin(
  request: GenerateRequest,
  signal?: AbortSignal,
): Promise<{ answer: ReturnType<typeof collectAnswer> }> {
  let answer: ReturnType<typeof collectAnswer> | undefined;
  await new Promise<void>((resolve, reject) => {
    answer = collectAnswer(engine.generate(request, signal), () => resolve());
    answer.catch(reject);
  });
  if (answer === undefined) throw new Error('a generation was started');
  return { answer };
}

describe('engine process', () => {
  it('writes each request to its journal before the last chunk', async () => {
    const request = ask([1, 2, 3], { maxTokens: 4 });
    const answer = await collectAnswer(engine.generate(request));
    const journal = await readRequestJournal(directory);
    expect(journal.get(request.requestId)).toMatchObject({ usage: answer.usage, reason: 'length' });
  });

  it('journals a request whose client went away, with what was counted until then', async () => {
    const request = ask([1, 2, 3], { maxTokens: 500 });
    for await (const _ of engine.generate(request)) break;
    await expect
      .poll(async () => (await readRequestJournal(directory)).get(request.requestId)?.reason)
      .toBe('cancelled');
    const found = (await readRequestJournal(directory, new Set([request.requestId]))).get(request.requestId);
    expect(found?.usage.numOutputTokens).toBeGreaterThan(0);
    expect(found?.usage.numOutputTokens).toBeLessThan(500);
  });

  it('refuses who has no token, an id that runs already, and a full waiting room', async () => {
    const stranger = connectEngine({ url: server.url, token: 'x'.repeat(64) });
    await expect(stranger.status()).rejects.toMatchObject({ code: 'key-invalid' });
    const abort = new AbortController();
    const request = ask([1], { maxTokens: 900 });
    const running = await begin(request, abort.signal);
    await expect(collectAnswer(engine.generate(request))).rejects.toThrow(/running already/);
    // One of two more may wait; the other is refused while the first still runs.
    const others = [1, 2].map(() => collectAnswer(engine.generate(ask([1]), abort.signal)));
    await expect(Promise.race(others)).rejects.toMatchObject({ code: 'engine-unavailable' });
    abort.abort();
    expect((await running.answer).reason).toBe('cancelled');
    const outcomes = await Promise.allSettled(others);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('names the field of a bad request', async () => {
    await expect(engine.generate(ask([], {}))[Symbol.asyncIterator]().next()).rejects.toThrow(/tokens/);
  });

  it('ends running requests as cancelled when it closes, and journals them', async () => {
    const request = ask([1], { maxTokens: 900 });
    const running = await begin(request);
    await server.close();
    expect((await running.answer).reason).toBe('cancelled');
    expect((await readRequestJournal(directory)).get(request.requestId)?.reason).toBe('cancelled');
  });

  it('is told apart from an engine that does not answer', async () => {
    const nowhere = connectEngine({ url: 'http://127.0.0.1:9', token });
    await expect(nowhere.status()).rejects.toMatchObject({ code: 'engine-unavailable', retryable: true });
  });
});

describe('request journal', () => {
  it('survives a torn last line', async () => {
    const usage = { numPromptTokens: 1, numCachedTokens: 0, numOutputTokens: 2 };
    const line = { at: new Date().toISOString(), reason: 'stop' as const, usage };
    await appendFile(join(directory, 'requests.jsonl'), '{"requestId":"torn","at":"20');
    const journal = await openRequestJournal(directory);
    await journal.append({ requestId: 'a', ...line });
    await journal.append({ requestId: 'a', ...line, reason: 'length' });
    await journal.close();
    const found = await readRequestJournal(directory);
    expect([...found.keys()]).toEqual(['a']);
    expect(found.get('a')?.reason).toBe('stop');
    expect(await readFile(join(directory, 'requests.jsonl'), 'utf8')).toMatch(/\n$/);
  });
});

describe('request journal on a full disk', () => {
  it('loses no request that ends after one whose line was torn', async () => {
    const usage = { numPromptTokens: 1, numCachedTokens: 0, numOutputTokens: 2 };
    const line = { at: new Date().toISOString(), reason: 'stop' as const, usage };
    const journal = await openRequestJournal(directory);
    const file = await open(join(directory, 'requests.jsonl'), 'r');
    const handles = Object.getPrototypeOf(file) as FileHandle;
    await file.close();
    vi.spyOn(handles, 'appendFile').mockImplementationOnce(async function (this: FileHandle, data) {
      const bytes = Buffer.from(data as Uint8Array);
      await this.write(bytes, 0, bytes.length >> 1);
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    });
    await expect(journal.append({ requestId: 'torn', ...line })).rejects.toThrow('no space left');
    await journal.append({ requestId: 'whole', ...line });
    await journal.close();
    vi.restoreAllMocks();
    expect([...(await readRequestJournal(directory)).keys()]).toEqual(['whole']);
  });
});

describe('spawned engine process', () => {
  it('says in one error why a model cannot be loaded', async () => {
    const modelPath = join(directory, 'no-such.gguf');
    const config = { directory, token, modelPath, contextTokens: 256 };
    await expect(spawnEngineProcess({ config })).rejects.toMatchObject({ code: 'engine-load-failed' });
  });

  it('may be tried again where a signal ended it before it was ready', async () => {
    const config = { directory, token, modelPath: join(directory, 'no-such.gguf'), contextTokens: 256 };
    const kill = new AbortController();
    const started = spawnEngineProcess({ config, signal: kill.signal });
    kill.abort();
    await expect(started).rejects.toMatchObject({ code: 'engine-crashed', retryable: true });
  });
});
