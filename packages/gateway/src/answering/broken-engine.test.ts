/**
 * Engines that record an answer and whose word of it is lost, or that break an answer off: the ledger's counts stay the engine's.
 */
import { appendFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { digestOf, type Engine } from '@slipway/core';
import { readRequestJournal } from '@slipway/engines';
import { createScriptedEngine } from '@slipway/engines/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/open-test-gateway.ts';
import { readAnswers } from '../testing/read-answers.ts';

let opened: TestGateway;
let server: Server | undefined;
afterEach(async () => {
  await opened.close();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

const quickEngine = (): Engine => createScriptedEngine({ reply: () => 'An answer.' });
const usage = { numPromptTokens: 9, numCachedTokens: 3, numOutputTokens: 2 };

function ask(isStream: boolean): Promise<Response> {
  return fetch(`${opened.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${opened.secret}` },
    body: JSON.stringify({ model: 'test', messages: [{ role: 'user', content: 'Hi' }], stream: isStream }),
  });
}

/** An engine that says a word, records the answer after a pause, and destroys the connection before it has told of the end. */
async function startBreakingEngine(directory: string): Promise<string> {
  async function generate(requestId: string, response: ServerResponse): Promise<void> {
    response.write(`${JSON.stringify({ type: 'text', text: 'Half', numTokens: 2 })}\n`);
    setTimeout(() => response.destroy(), 30);
    await new Promise((resolve) => setTimeout(resolve, 120));
    const line = { requestId, at: new Date().toISOString(), reason: 'stop', usage };
    await appendFile(join(directory, 'requests.jsonl'), `${JSON.stringify(line)}\n`);
  }
  const started = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (request.url === '/render') return response.end(JSON.stringify({ text: 'Hi', tokens: [1, 2] }));
      const { requestId } = JSON.parse(Buffer.concat(parts).toString()) as { requestId: string };
      return generate(requestId, response);
    });
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

/** Puts the breaking engine in the place of the first replica. */
async function breakFirst(): Promise<void> {
  const url = await startBreakingEngine(opened.replicas[0]?.directory ?? '');
  const deployments = opened.snapshot.deployments.map((deployment) => ({
    ...deployment,
    replicas: deployment.replicas.map((replica, index) =>
      index === 0 ? { ...replica, address: { url, token: 'x'.repeat(64) } } : replica,
    ),
  }));
  await opened.publish({ ...opened.snapshot, revision: 2, deployments });
  await opened.restart();
}

const countEnded = async (): Promise<number> => (await readAnswers(opened.journalDirectory)).ended.length;

describe('an engine whose connection breaks', () => {
  it('is believed by its record, written before the end was told of', async () => {
    opened = await openTestGateway({ engines: [quickEngine()] });
    await breakFirst();
    const text = await (await ask(true)).text();
    expect(text).toContain('"error":{"message"');
    await expect.poll(countEnded).toBe(1);
    const { ended } = await readAnswers(opened.journalDirectory);
    expect(ended[0]).toMatchObject({ answerDigest: digestOf('Half'), event: { usage, reason: 'stop' } });
  });

  it('leaves its counts beside those of the replica that answered in its stead', async () => {
    opened = await openTestGateway({ engines: [quickEngine(), quickEngine()] });
    await breakFirst();
    expect(await (await ask(false)).json()).toMatchObject({
      choices: [{ message: { content: 'An answer.' } }],
    });
    await expect.poll(countEnded).toBe(2);
    await expectEngineCounts();
  });
});

describe('an engine that breaks an answer off in order', () => {
  it('leaves its counts beside those of the replica that answered in its stead', async () => {
    const cancelling: Engine = {
      ...quickEngine(),
      async *generate() {
        yield { type: 'text', text: 'Half', numTokens: 2 };
        yield { type: 'finished', reason: 'cancelled', usage };
      },
    };
    opened = await openTestGateway({ engines: [cancelling, quickEngine()] });
    const answer = await ask(false);
    expect(await answer.json()).toMatchObject({ choices: [{ message: { content: 'An answer.' } }] });
    const { ended } = await readAnswers(opened.journalDirectory);
    expect(ended.map(({ event }) => event.reason)).toEqual(['cancelled', 'stop']);
    expect(ended.map(({ answerDigest }) => answerDigest)).toEqual(
      ['Half', 'An answer.'].map((text) => digestOf(text)),
    );
    expect(ended[1]?.event.answerId).toBe(answer.headers.get('x-slipway-answer'));
    await expectEngineCounts();
  });
});

/** Every record of every engine is an event of its own with the same counts. */
async function expectEngineCounts(): Promise<void> {
  const { ended } = await readAnswers(opened.journalDirectory);
  const counted = new Map(ended.map(({ event }) => [event.answerId as string, event.usage]));
  expect(new Set(ended.map(({ event }) => event.id)).size).toBe(ended.length);
  let numRecorded = 0;
  for (const { directory } of opened.replicas) {
    for (const [id, recorded] of await readRequestJournal(directory)) {
      numRecorded += 1;
      expect(counted.get(id)).toEqual(recorded.usage);
    }
  }
  expect(numRecorded).toBe(ended.length);
}
