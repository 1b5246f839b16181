// The ledger against the engine's own record with a real model, over as many requests as wanted, a third of them cut off by their client
// in mid-stream at a seeded moment: real engine process, real gateway process, real database.
//
//   node test/ledger/real-model-ledger.mjs [--requests 1000] [--seed 1] [--model FILE.gguf]
//
// The model is also taken from SLIPWAY_TEST_MODEL. Invariant: ends with 0 only where ledger, engine and the clients that stayed agree on
// every request and in the sums, at least half of the cuts came before the end of their answer, and cached tokens were among the counts.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { newId } from '@slipway/contracts';
import { openDatabase } from '@slipway/core';
import { readRequestJournal, spawnEngineProcess } from '@slipway/engines';
import { gatewayProcessScript, openLedger, writeSnapshot } from '@slipway/gateway';

const numAtOnce = 4;
const tokenBounds = { min: 4, max: 24 };
const contextTokens = 768;
const settlePatienceMs = 60_000;
/** Long enough for its cache to be reused, which is counted as well: engines reuse 32 tokens at a time. */
const instruction = `You are a careful assistant of a harbour. ${'Answer briefly and in whole sentences. '.repeat(4)}`;
const counts = ['numPromptTokens', 'numCachedTokens', 'numOutputTokens'];

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    model: { type: 'string', default: process.env.SLIPWAY_TEST_MODEL ?? '' },
  },
});

/** Numbers in [0, 1) that a seed decides (mulberry32). */
function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** All requests before the first is sent, so that their order of sending decides nothing. */
function planRequests(numRequests, seed) {
  const random = createRandom(seed);
  return Array.from({ length: numRequests }, (_, index) => {
    const maxTokens = tokenBounds.min + Math.floor(random() * (tokenBounds.max - tokenBounds.min + 1));
    const isCut = index % 3 === 0;
    // Parts of the stream that are read before the cut, and a pause to strike between two of them.
    const cut = isCut
      ? { numParts: Math.floor(random() * (maxTokens - 1)), pauseMs: random() * 20 }
      : undefined;
    const content = `Question ${index % 17}: ${'why '.repeat(index % 11)}is water wet?`;
    return { index, maxTokens, cut, content, isStream: isCut || random() < 0.5 };
  });
}

async function startEngine(directory) {
  const token = randomBytes(32).toString('hex');
  const config = { modelPath: values.model, contextTokens, numSequences: numAtOnce, directory, token };
  return spawnEngineProcess({ config: { ...config, threads: { decode: 1, prompt: 1 } } });
}

async function startGateway(config) {
  const child = spawn(process.execPath, [gatewayProcessScript], { stdio: ['pipe', 'pipe', 'ignore'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.stdin.write(`${JSON.stringify(config)}\n`);
  const [line] = await Promise.race([
    new Promise((resolve) =>
      createInterface({ input: child.stdout }).once('line', (text) => resolve([text])),
    ),
    exited.then((code) => [
      JSON.stringify({ type: 'failed', error: { message: `ended with code ${code}` } }),
    ]),
  ]);
  const message = JSON.parse(line);
  if (message.type !== 'listening') throw new Error(message.error.message);
  const stop = () => {
    child.stdin.end();
    return exited;
  };
  return { url: `http://127.0.0.1:${message.port}`, stop };
}

/** Engine, ledger, snapshot and gateway in one folder. */
async function openBench(folder) {
  const replica = { id: newId('replica'), directory: '' };
  const enginesDirectory = join(folder, 'engines');
  replica.directory = join(enginesDirectory, replica.id);
  const engine = await startEngine(replica.directory);
  await mkdir(join(folder, 'database'));
  const database = await openDatabase({ directory: join(folder, 'database') });
  const ledger = await openLedger(database);
  const { secret } = await ledger.makeKey({ customer: 'Load' });
  const snapshotFile = join(folder, 'snapshot.json');
  const deployment = {
    id: newId('deployment'),
    alias: 'test',
    model: `sha256:${'0'.repeat(64)}`,
    modelName: 'real',
    contextTokens,
    createdAt: new Date().toISOString(),
    replicas: [{ id: replica.id, address: engine.address }],
  };
  await writeSnapshot(snapshotFile, {
    format: 'slipway-gateway/1',
    revision: 1,
    keys: await ledger.listSnapshotKeys(),
    deployments: [deployment],
  });
  const journalDirectory = join(folder, 'answers');
  const gateway = await startGateway({ snapshotFile, journalDirectory, enginesDirectory });
  return {
    ledger,
    secret,
    url: gateway.url,
    ingest: () => ledger.ingestJournal(journalDirectory),
    readEngine: () => readRequestJournal(replica.directory),
    async close() {
      await gateway.stop();
      await engine.stop();
      await database.close();
    },
  };
}

/** @returns what the client was told: the answer's id, and its counts where it stayed to the end */
async function sendOne({ url, secret }, { index, maxTokens, cut, content, isStream }) {
  const abort = new AbortController();
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({
      model: 'test',
      messages: [
        { role: 'system', content: instruction },
        { role: 'user', content },
      ],
      max_tokens: maxTokens,
      stream: isStream,
      ...(isStream ? { stream_options: { include_usage: true } } : {}),
      seed: index,
    }),
    signal: abort.signal,
  });
  const id = response.headers.get('x-slipway-answer');
  if (response.status !== 200)
    throw new Error(`request ${index}: ${response.status} ${await response.text()}`);
  if (cut === undefined) return { id, usage: readUsage(await response.text(), isStream) };
  const reader = response.body.getReader();
  for (let part = 0; part < cut.numParts; part += 1) if ((await reader.read()).done) break;
  await sleep(cut.pauseMs);
  abort.abort();
  return { id, usage: undefined };
}

function readUsage(text, isStream) {
  if (!isStream) return JSON.parse(text).usage;
  const events = text.split('\n\n').filter((event) => event.startsWith('data: {'));
  return JSON.parse(events.at(-1).slice('data: '.length)).usage;
}

async function sendAll(bench, requests) {
  const told = [];
  const queue = [...requests];
  const work = async () => {
    for (let request = queue.shift(); request !== undefined; request = queue.shift()) {
      told.push({ request, ...(await sendOne(bench, request)) });
      if (told.length % 100 === 0) process.stderr.write(`${told.length} of ${requests.length} requests\n`);
    }
  };
  await Promise.all(Array.from({ length: numAtOnce }, work));
  return told;
}

/** Counts the journal until the ledger has every answer, or patience is at its end. */
async function countAll({ ledger, ingest }, numRequests) {
  const deadline = performance.now() + settlePatienceMs;
  while (true) {
    await ingest();
    const { total } = await ledger.makeStatement({ by: ['customer', 'model'], granularity: 'month' });
    if (total.numRequests >= numRequests || performance.now() > deadline) return total;
    await sleep(200);
  }
}

/** @returns sentences about whatever does not agree */
async function compare({ ledger, readEngine }, told, total) {
  const engine = await readEngine();
  const faults = [];
  const expectSame = (what, one, other) => {
    if (one !== other) faults.push(`${what}: ${one} is not ${other}`);
  };
  expectSame('requests in ledger and engine', total.numRequests, engine.size);
  expectSame('requests in engine and sent', engine.size, told.length);
  for (const name of counts) {
    const sum = [...engine.values()].reduce((all, { usage }) => all + usage[name], 0);
    expectSame(`sum of ${name} in ledger and engine`, total[name], sum);
  }
  for (const { id, usage } of told) {
    const recorded = engine.get(id);
    const counted = await ledger.showAnswer(id).catch((error) => {
      faults.push(`${id}: ${error.message}`);
    });
    if (recorded === undefined) faults.push(`${id}: the engine has no record`);
    if (recorded === undefined || counted === undefined) continue;
    expectSame(`${id}, reason`, counted.event.reason, recorded.reason);
    for (const name of counts) expectSame(`${id}, ${name}`, counted.event.usage[name], recorded.usage[name]);
    if (usage === undefined) continue;
    expectSame(`${id}, prompt tokens told`, usage.prompt_tokens, recorded.usage.numPromptTokens);
    expectSame(`${id}, output tokens told`, usage.completion_tokens, recorded.usage.numOutputTokens);
  }
  const reasons = {};
  for (const { reason } of engine.values()) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const numCuts = told.filter(({ request }) => request.cut !== undefined).length;
  if ((reasons.cancelled ?? 0) < numCuts / 2)
    faults.push(`only ${reasons.cancelled ?? 0} of ${numCuts} cuts came in time`);
  if (total.numCachedTokens === 0) faults.push('no cached tokens: nothing was compared of them');
  return { faults, reasons, numCuts };
}

async function main() {
  if (values.model === '') throw new Error('name a model: --model FILE.gguf, or SLIPWAY_TEST_MODEL');
  const numRequests = Number(values.requests);
  const folder = await mkdtemp(join(tmpdir(), 'slipway-real-ledger-'));
  const bench = await openBench(folder);
  try {
    const startedAt = performance.now();
    const told = await sendAll(bench, planRequests(numRequests, Number(values.seed)));
    const total = await countAll(bench, numRequests);
    const { faults, reasons, numCuts } = await compare(bench, told, total);
    const { numRequests: numCounted, ...sums } = total;
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const result = { isEqual: faults.length === 0, numRequests, numCounted, numCuts, reasons, seconds };
    console.log(
      JSON.stringify({ ...result, ...Object.fromEntries(counts.map((name) => [name, sums[name]])) }, null, 2),
    );
    for (const fault of faults.slice(0, 20)) console.log(`differs: ${fault}`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await bench.close();
    await rm(folder, { recursive: true });
  }
}

process.exitCode = await main();
