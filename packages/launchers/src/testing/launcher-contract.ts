/**
 * The contract suite of launchers: what the run engine relies on, wherever attempts run.
 * Invariant: polls with deadlines and knows no process ids, so that a queueing launcher can pass it too.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  composeLaunch,
  type LauncherFixture,
  type LauncherTraits,
  readAllMessages,
  waitFor,
  waitForState,
} from './launcher-fixture.ts';

interface Suite {
  traits: LauncherTraits;
  /** The fixture of the running test. */
  open(): LauncherFixture;
}

/**
 * Declares the contract's tests for one launcher.
 * @param name of the launcher
 * @param makeFixture a fresh one each test
 * @param traits how slow it is, and what it can do
 */
export function describeLauncherContract(
  name: string,
  makeFixture: () => Promise<LauncherFixture>,
  traits: LauncherTraits,
): void {
  describe(`launcher contract: ${name}`, { timeout: traits.patienceMs * 4 }, () => {
    let fixture: LauncherFixture;
    beforeEach(async () => {
      fixture = await makeFixture();
    });
    afterEach(() => fixture.dispose());
    const suite: Suite = { traits, open: () => fixture };
    declareStarting(suite);
    declareEnding(suite);
    declareCancelling(suite);
    declareReading(suite);
    declareLimits(suite);
  });
}

function declareStarting({ traits, open }: Suite): void {
  const { patienceMs } = traits;

  it('knows nothing of an attempt that was not submitted', async () => {
    const { launcher, ...fixture } = open();
    const { attempt } = composeLaunch({ launcher, ...fixture }, { behaviour: 'succeed' });
    expect(await launcher.describe(attempt.attemptId)).toEqual({ state: 'unknown' });
    expect(await launcher.readMessages(attempt.attemptId, 0)).toEqual({
      messages: [],
      nextOffset: 0,
      numInvalid: 0,
    });
    expect(await launcher.readLog(attempt.attemptId, 0)).toEqual({ text: '', nextOffset: 0 });
    await launcher.cancel(attempt.attemptId);
  });

  it('says what it would do without doing it', async () => {
    const { launcher } = open();
    const request = composeLaunch(open(), { behaviour: 'succeed' });
    expect(JSON.stringify(launcher.describeLaunch(request))).toContain(request.attempt.attemptId);
    expect(await launcher.describe(request.attempt.attemptId)).toEqual({ state: 'unknown' });
  });

  it('starts one process however often an attempt is submitted', async () => {
    const { launcher } = open();
    const request = composeLaunch(open(), { behaviour: 'succeed' });
    const { attemptId, scratchDirectory } = request.attempt;
    const other = await open().reopen();
    await Promise.all([launcher.submit(request), launcher.submit(request), other.submit(request)]);
    await waitForState(launcher, attemptId, { state: 'ended', patienceMs });
    await launcher.submit(request);
    expect(await launcher.describe(attemptId)).toEqual({ state: 'ended', exitCode: 0 });
    const starts = await readFile(join(scratchDirectory, 'starts'), 'utf8');
    expect(starts.trim().split('\n')).toHaveLength(1);
  });
}

function declareEnding({ traits, open }: Suite): void {
  const { patienceMs } = traits;

  it('gives messages in order and the exit code of a good end', async () => {
    const { launcher } = open();
    const request = composeLaunch(open(), { behaviour: 'succeed' });
    const { attemptId } = request.attempt;
    await launcher.submit(request);
    await waitForState(launcher, attemptId, { state: 'ended', patienceMs });
    expect(await launcher.describe(attemptId)).toEqual({ state: 'ended', exitCode: 0 });
    const { messages, nextOffset } = await readAllMessages(launcher, attemptId);
    expect(messages.map(({ type }) => type)).toEqual([
      'attempt-started',
      'progress-made',
      'progress-made',
      'progress-made',
      'attempt-succeeded',
    ]);
    expect((await launcher.readMessages(attemptId, nextOffset)).messages).toEqual([]);
  });

  it.each([
    { behaviour: 'fail', exitCode: 1 },
    { behaviour: 'crash', exitCode: 3 },
  ])('keeps the exit code of an attempt that ends badly: $behaviour', async ({ behaviour, exitCode }) => {
    const { launcher } = open();
    const request = composeLaunch(open(), { behaviour });
    const { attemptId } = request.attempt;
    await launcher.submit(request);
    await waitForState(launcher, attemptId, { state: 'ended', patienceMs });
    const later = await open().reopen();
    expect(await later.describe(attemptId)).toEqual({ state: 'ended', exitCode });
  });

  it('finds an attempt again that outlived its server', async () => {
    const request = composeLaunch(open(), { behaviour: 'waitThenSucceed', waitMs: 600 });
    const { attemptId } = request.attempt;
    await open().launcher.submit(request);
    const later = await open().reopen();
    expect(['queued', 'running']).toContain((await later.describe(attemptId)).state);
    await waitForState(later, attemptId, { state: 'ended', patienceMs });
    expect(await later.describe(attemptId)).toEqual({ state: 'ended', exitCode: 0 });
    const { messages } = await readAllMessages(later, attemptId);
    expect(messages.at(-1)?.type).toBe('attempt-succeeded');
  });
}

function declareCancelling({ traits, open }: Suite): void {
  const { patienceMs } = traits;

  it('lets a cancelled attempt say its last word, and cancels twice as well as once', async () => {
    const { launcher } = open();
    const request = composeLaunch(open(), { behaviour: 'wait' });
    const { attemptId } = request.attempt;
    await launcher.submit(request);
    await waitFor(
      () => readAllMessages(launcher, attemptId),
      ({ messages }) => messages.length > 0,
      patienceMs,
    );
    const later = await open().reopen();
    await Promise.all([launcher.cancel(attemptId), later.cancel(attemptId)]);
    expect(await later.describe(attemptId)).toMatchObject({ state: 'ended', reason: 'cancelled' });
    const { messages } = await readAllMessages(later, attemptId);
    expect(messages.at(-1)).toMatchObject({ type: 'attempt-failed', error: { code: 'attempt-cancelled' } });
    await launcher.cancel(attemptId);
  });

  it('ends what will not end, and the children of it', async () => {
    const { launcher } = open();
    const request = composeLaunch(open(), { behaviour: 'refuseToEnd' });
    const { attemptId, scratchDirectory } = request.attempt;
    await launcher.submit(request);
    const readTrace = () => readFile(join(scratchDirectory, 'child'), 'utf8').catch(() => '');
    await waitFor(readTrace, (trace) => trace.length > 0, patienceMs);
    await launcher.cancel(attemptId, { graceMs: 200 });
    expect(await launcher.describe(attemptId)).toMatchObject({ state: 'ended', reason: 'cancelled' });
    const trace = await readTrace();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await readTrace()).toBe(trace);
  });

  it('leaves nothing running behind an attempt that has ended', async () => {
    const { launcher } = open();
    const request = composeLaunch(open(), { behaviour: 'leaveChild' });
    const { attemptId, scratchDirectory } = request.attempt;
    await launcher.submit(request);
    await waitForState(launcher, attemptId, { state: 'ended', patienceMs });
    await launcher.cancel(attemptId);
    const readTrace = () => readFile(join(scratchDirectory, 'child'), 'utf8').catch(() => '');
    const trace = await readTrace();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await readTrace()).toBe(trace);
    expect(await launcher.describe(attemptId)).toEqual({ state: 'ended', exitCode: 0 });
  });
}

function declareReading({ traits, open }: Suite): void {
  const { patienceMs } = traits;

  it('leaves a half-written message for later and counts what is none', async () => {
    const { launcher } = open();
    const request = composeLaunch(open(), { behaviour: 'stutter' });
    const { attemptId, scratchDirectory } = request.attempt;
    await launcher.submit(request);
    const first = await waitFor(
      () => readAllMessages(launcher, attemptId),
      ({ numInvalid }) => numInvalid === 2,
      patienceMs,
    );
    expect(first.messages.map(({ type }) => type)).toEqual(['attempt-started']);
    await mkdir(scratchDirectory, { recursive: true });
    await writeFile(join(scratchDirectory, 'go-on'), '');
    await waitForState(launcher, attemptId, { state: 'ended', patienceMs });
    const rest = await launcher.readMessages(attemptId, first.nextOffset);
    expect(rest.messages.map(({ type }) => type)).toEqual(['attempt-alive', 'attempt-succeeded']);
    expect(rest.numInvalid).toBe(0);
  });

  it('gives the log in pieces that never cut a character', async () => {
    const { launcher } = open();
    const text = 'plain, 中文字符, emoji 🚢 and back\n'.repeat(40);
    const request = composeLaunch(open(), { behaviour: 'log', text });
    const { attemptId } = request.attempt;
    await launcher.submit(request);
    await waitForState(launcher, attemptId, { state: 'ended', patienceMs });
    let read = '';
    let offset = 0;
    for (let turn = 0; turn < 1000; turn += 1) {
      const piece = await launcher.readLog(attemptId, offset, 7);
      if (piece.nextOffset === offset) break;
      read += piece.text;
      offset = piece.nextOffset;
    }
    expect(read).toBe(text);
    expect(offset).toBe(Buffer.byteLength(text));
  });
}

function declareLimits({ traits, open }: Suite): void {
  const { patienceMs } = traits;

  it('tells libraries how many threads they may use', async () => {
    const { launcher } = open();
    const request = composeLaunch(open(), { behaviour: 'showLimits' });
    await launcher.submit(request);
    await waitForState(launcher, request.attempt.attemptId, { state: 'ended', patienceMs });
    const limits = await readFile(join(request.attempt.scratchDirectory, 'limits'), 'utf8');
    expect(JSON.parse(limits)).toEqual(['2', '2', '2', '2']);
  });

  it.runIf(traits.canLimitMemory)('ends an attempt above its memory and says so', async () => {
    const { launcher } = open();
    const request = composeLaunch(open(), { behaviour: 'allocate' }, 200 << 20);
    const { attemptId } = request.attempt;
    await launcher.submit(request);
    await waitForState(launcher, attemptId, { state: 'ended', patienceMs });
    expect(await launcher.describe(attemptId)).toMatchObject({ state: 'ended', reason: 'out-of-memory' });
  });
}
