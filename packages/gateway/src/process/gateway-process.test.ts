/**
 * The gateway as a process: its life line, and what a kill in mid-stream leaves behind.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readRequestJournal } from '@slipway/engines';
import { createScriptedEngine } from '@slipway/engines/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/open-test-gateway.ts';
import { readAnswers } from '../testing/read-answers.ts';
import { type GatewayProcessMessage, gatewayProcessMessage } from './gateway-config.ts';
import { gatewayProcessScript } from './gateway-script.ts';

let opened: TestGateway;
const children: ChildProcess[] = [];
beforeEach(async () => {
  const engine = createScriptedEngine({ reply: () => 'word '.repeat(400), tokenMs: 2 });
  opened = await openTestGateway({ engines: [engine] });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await opened.close();
});

interface GatewayChild {
  child: ChildProcess;
  message: GatewayProcessMessage;
  exited: Promise<number | null>;
}

/** A journal of its own: the gateway of the fixture holds the other one. */
const journalDirectory = (): string => join(opened.directory, 'process-answers');

async function startChild(extra: object = {}): Promise<GatewayChild> {
  const child = spawn(process.execPath, [gatewayProcessScript], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stderr.resume();
  children.push(child);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const config = {
    snapshotFile: join(opened.directory, 'gateway.json'),
    journalDirectory: journalDirectory(),
    enginesDirectory: join(opened.directory, 'engines'),
    ...extra,
  };
  child.stdin.write(`${JSON.stringify(config)}\n`);
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  );
  return { child, message: gatewayProcessMessage.parse(JSON.parse(line)), exited };
}

function portOf({ message }: GatewayChild): number {
  if (message.type !== 'listening') throw new Error(message.error.message);
  return message.port;
}

async function beginStream(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${opened.secret}` },
    body: JSON.stringify({ model: 'test', messages: [{ role: 'user', content: 'Hi' }], stream: true }),
  });
  await response.body?.getReader().read();
  return response.headers.get('x-slipway-answer') ?? '';
}

describe('gateway process', () => {
  it('ends in order when its life line does', { timeout: 60_000 }, async () => {
    const started = await startChild();
    expect((await fetch(`http://127.0.0.1:${portOf(started)}/health`)).status).toBe(200);
    started.child.stdin?.end();
    expect(await started.exited).toBe(0);
  });

  it('journals every running answer though nobody reads its log any more', { timeout: 60_000 }, async () => {
    const started = await startChild();
    // This one will complain in the log: the engine breaks it off within the grace.
    await Promise.all([1, 2].map(() => beginStream(portOf(started))));
    started.child.stderr?.destroy();
    started.child.stdout?.destroy();
    started.child.stdin?.end();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await fetch(`${opened.replicas[0]?.server.url}/cancel`, {
      method: 'POST',
      headers: { authorization: `Bearer ${opened.snapshot.deployments[0]?.replicas[0]?.address.token}` },
      body: JSON.stringify({ requestId: (await readAnswers(journalDirectory())).begun[0]?.answerId }),
    });
    expect(await started.exited).toBe(0);
    const { ended } = await readAnswers(journalDirectory());
    expect(ended.map(({ event }) => event.reason)).toEqual(['cancelled', 'cancelled']);
  });

  it('says in one line why it cannot start', { timeout: 60_000 }, async () => {
    const started = await startChild({ port: opened.gateway.port });
    expect(started.message).toMatchObject({ type: 'failed', error: { code: 'port-taken' } });
    expect(await started.exited).toBe(1);
  });

  it('settles with the counts of the engine what a killed gateway had begun', {
    timeout: 60_000,
  }, async () => {
    const first = await startChild();
    const ids = await Promise.all([1, 2].map(() => beginStream(portOf(first))));
    first.child.kill('SIGKILL');
    await first.exited;
    await startChild();
    await expect
      .poll(async () => (await readAnswers(journalDirectory())).ended.length, { timeout: 15_000 })
      .toBe(2);
    const { begun, ended } = await readAnswers(journalDirectory());
    expect(begun.map(({ answerId }) => answerId).sort()).toEqual([...ids].sort());
    const engine = await readRequestJournal(opened.replicas[0]?.directory ?? '');
    for (const id of ids) {
      const event = ended.find((record) => record.event.answerId === id)?.event;
      expect(event?.usage).toEqual(engine.get(id)?.usage);
      expect(event?.reason).toBe('cancelled');
      expect(event?.usage.numOutputTokens).toBeGreaterThan(0);
    }
  });
});
