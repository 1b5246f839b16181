/**
 * What the wire format does not show: cut-off clients, dead engines, changed snapshots, restarts.
 */
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnswerRecord, newId } from '@slipway/contracts';
import { readRequestJournal } from '@slipway/engines';
import { createScriptedEngine } from '@slipway/engines/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { openTestGateway, type TestGateway, type TestGatewayOptions } from '../testing/open-test-gateway.ts';
import { readAnswers } from '../testing/read-answers.ts';

let opened: TestGateway;
afterEach(() => opened.close());

const slowEngine = () => createScriptedEngine({ reply: () => 'word '.repeat(400), tokenMs: 1 });
const quickEngine = () => createScriptedEngine({ reply: () => 'An answer.' });
const open = async (options: TestGatewayOptions): Promise<void> => {
  opened = await openTestGateway(options);
};

function post(body: object, init: { signal?: AbortSignal; secret?: string } = {}): Promise<Response> {
  return fetch(`${opened.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${init.secret ?? opened.secret}`,
    },
    body: JSON.stringify({ model: 'test', messages: [{ role: 'user', content: 'Hi' }], ...body }),
    ...(init.signal === undefined ? {} : { signal: init.signal }),
  });
}

describe('gateway', () => {
  it('journals a client that was cut off in mid-stream with the counts of the engine', async () => {
    await open({ engines: [slowEngine()] });
    const abort = new AbortController();
    const response = await post({ stream: true }, { signal: abort.signal });
    const id = response.headers.get('x-slipway-answer') ?? '';
    await response.body?.getReader().read();
    abort.abort();
    await expect.poll(async () => (await readAnswers(opened.journalDirectory)).ended.length).toBe(1);
    const { ended } = await readAnswers(opened.journalDirectory);
    expect(ended[0]?.event).toMatchObject({ answerId: id, reason: 'cancelled' });
    const engine = await readRequestJournal(opened.replicas[0]?.directory ?? '');
    expect(engine.get(id)?.usage).toEqual(ended[0]?.event.usage);
    expect(ended[0]?.event.usage.numOutputTokens).toBeLessThan(1500);
  });

  it('answers 503 with retry-after where no engine answers, and records nothing', async () => {
    await open({ engines: [quickEngine()] });
    await opened.replicas[0]?.server.close();
    const response = await post({});
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({
      error: { type: 'server_error', code: 'engine_unavailable' },
    });
    expect((await readAnswers(opened.journalDirectory)).ended).toEqual([]);
  });

  it('lets a request wait for an engine that starts, and gives up in the end', async () => {
    await open({ engines: [quickEngine()], startPatienceMs: 1000 });
    const starting = opened.snapshot.deployments.map((one) => ({ ...one, replicas: [] }));
    await opened.publish({ ...opened.snapshot, revision: 2, deployments: starting });
    await opened.restart();
    const refused = await post({});
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({
      error: { message: expect.stringContaining('is starting') },
    });
    const waiting = post({});
    await opened.publish({ ...opened.snapshot, revision: 3 });
    expect((await waiting).status).toBe(200);
  });

  it('tries another replica once before the first byte', async () => {
    await open({ engines: [quickEngine(), quickEngine()] });
    await opened.replicas[0]?.server.close();
    for (let turn = 0; turn < 4; turn += 1) {
      const response = await post({ stream: turn % 2 === 1 });
      expect(response.status).toBe(200);
      await response.text();
    }
    const { ended } = await readAnswers(opened.journalDirectory);
    expect(ended.map(({ event }) => event.reason)).toEqual(['stop', 'stop', 'stop', 'stop']);
  });

  it('tells a streaming client that its engine died, without [DONE]', async () => {
    await open({ engines: [slowEngine()] });
    const response = await post({ stream: true });
    const reader = response.body?.getReader();
    await reader?.read();
    await opened.replicas[0]?.server.close();
    let text = '';
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      text += Buffer.from(part.value).toString();
    expect(text).toContain('"error":{"message"');
    expect(text).not.toContain('[DONE]');
  });

  it('follows its snapshot and keeps the last good one', async () => {
    await open({ engines: [quickEngine()] });
    await writeFile(join(opened.directory, 'gateway.json'), '{"format":');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await post({})).status).toBe(200);
    await opened.publish({ ...opened.snapshot, revision: 2, keys: [] });
    await expect.poll(async () => (await post({})).status, { timeout: 3000 }).toBe(401);
  });

  it('ends what an earlier gateway began, from the record of the engine', async () => {
    await open({ engines: [quickEngine()] });
    const response = await post({});
    await response.text();
    const { begun, ended } = await readAnswers(opened.journalDirectory);
    const first = begun[0];
    const usage = ended[0]?.event.usage;
    if (first === undefined || usage === undefined) throw new Error('an answer was journalled');
    // As a gateway leaves it that is killed after the engine has finished: begun, not ended; the last line torn.
    const lost = { ...first, answerId: newId('answer'), usageId: newId('usage') } satisfies AnswerRecord;
    const unknown = { ...first, answerId: newId('answer'), usageId: newId('usage') } satisfies AnswerRecord;
    const at = new Date().toISOString();
    const recorded = { requestId: lost.answerId, at, reason: 'stop', usage };
    await appendFile(
      join(opened.replicas[0]?.directory ?? '', 'requests.jsonl'),
      `${JSON.stringify(recorded)}\n`,
    );
    await appendFile(
      join(opened.journalDirectory, '000001.jsonl'),
      `${JSON.stringify(lost)}\n${JSON.stringify(unknown)}\n{"type":"answer-en`,
    );
    await opened.restart();
    await expect.poll(async () => (await readAnswers(opened.journalDirectory)).ended.length).toBe(3);
    const after = await readAnswers(opened.journalDirectory);
    const find = (id: string) => after.ended.filter(({ event }) => event.answerId === id);
    expect(find(lost.answerId).map(({ event }) => [event.reason, event.usage])).toEqual([['stop', usage]]);
    expect(find(unknown.answerId)[0]?.event).toMatchObject({
      reason: 'error',
      usage: { numOutputTokens: 0 },
    });
    await opened.restart();
    expect((await readAnswers(opened.journalDirectory)).ended).toHaveLength(after.ended.length);
  });

  it('breaks running answers off when it shuts down, and journals them', async () => {
    await open({ engines: [slowEngine()] });
    const response = await post({ stream: true });
    await response.body?.getReader().read();
    await opened.restart();
    const { ended } = await readAnswers(opened.journalDirectory);
    expect(ended.map(({ event }) => event.reason)).toEqual(['cancelled']);
  });

  it('bounds the body and refuses what is no JSON or no route', async () => {
    await open({ engines: [quickEngine()] });
    const headers = { authorization: `Bearer ${opened.secret}` };
    const url = `${opened.gateway.url}/v1/chat/completions`;
    const large = await fetch(url, { method: 'POST', headers, body: 'x'.repeat(5_000_000) }).catch(
      () => undefined,
    );
    expect(large?.status ?? 413).toBe(413);
    const broken = await fetch(url, { method: 'POST', headers, body: '{' });
    expect(await broken.json()).toMatchObject({ error: { code: 'invalid_json' } });
    const lost = await fetch(`${opened.gateway.url}/v1/embeddings`, { method: 'POST', headers, body: '{}' });
    expect(lost.status).toBe(404);
    expect((await post({}, { secret: '' })).status).toBe(401);
  });
});
