/**
 * Requests that wait for an engine on its way up: how many may, and whose.
 */
import { createScriptedEngine } from '@slipway/engines/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/open-test-gateway.ts';
import { readAnswers } from '../testing/read-answers.ts';

let opened: TestGateway;
afterEach(() => opened.close());

/** A gateway whose model has an engine that it is not told of yet. */
async function openStarting(mostWaitingForStart: number): Promise<void> {
  const engines = [createScriptedEngine({ reply: () => 'An answer.' })];
  opened = await openTestGateway({ engines, startPatienceMs: 120_000, mostWaitingForStart });
  const starting = opened.snapshot.deployments.map((one) => ({ ...one, replicas: [] }));
  await opened.publish({ ...opened.snapshot, revision: 2, deployments: starting });
  await opened.restart();
}

function ask(): Promise<Response> {
  return fetch(`${opened.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${opened.secret}` },
    body: JSON.stringify({ model: 'test', messages: [{ role: 'user', content: 'Hi' }] }),
  });
}

/** One request more than may wait: the first that is answered is the one refused, and the others wait. */
async function overfill(mostWaiting: number): Promise<{ asked: Promise<Response>[]; refused: Response }> {
  const asked = Array.from({ length: mostWaiting + 1 }, ask);
  return { asked, refused: await Promise.race(asked) };
}

describe('a model that is starting', () => {
  it('lets as many requests wait as may, and refuses the next at once', async () => {
    await openStarting(3);
    const { asked, refused } = await overfill(3);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({
      error: { message: expect.stringContaining('3 requests wait for it already') },
    });
    await opened.publish({ ...opened.snapshot, revision: 3 });
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 200, 503]);
  });

  it('answers no request whose key was revoked while it waited', async () => {
    await openStarting(2);
    const { asked } = await overfill(2);
    await opened.publish({ ...opened.snapshot, revision: 3, keys: [] });
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([401, 401, 503]);
    expect((await readAnswers(opened.journalDirectory)).begun).toEqual([]);
  });
});
