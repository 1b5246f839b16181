import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttemptId } from '@slipway/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeLauncherContract } from '../testing/launcher-contract.ts';
import { composeLaunch, readAllMessages, waitFor, waitForState } from '../testing/launcher-fixture.ts';
import { readLeader } from './attempt-folder.ts';
import { attemptShim } from './attempt-shim.ts';
import { type LocalFixture, openLocalFixture } from './local-fixture.ts';
import { procTable, psTable } from './process-table.ts';

const patienceMs = 15_000;

describeLauncherContract('local', () => openLocalFixture(), { patienceMs, canLimitMemory: true });

describe('local launcher', { timeout: 60_000 }, () => {
  let fixture: LocalFixture;
  beforeEach(async () => {
    fixture = await openLocalFixture();
  });
  afterEach(() => fixture.dispose());

  async function startTalking(behaviour: string): Promise<{ id: AttemptId; pid: number; shimPid: number }> {
    const request = composeLaunch(fixture, { behaviour });
    const id = request.attempt.attemptId;
    await fixture.launcher.submit(request);
    const { messages } = await waitFor(
      () => readAllMessages(fixture.launcher, id),
      (read) => read.messages.length > 0,
      patienceMs,
    );
    const pid = messages[0]?.type === 'attempt-started' ? messages[0].pid : 0;
    const shimPid = (await readLeader(request.directory))?.pid ?? 0;
    return { id, pid, shimPid };
  }

  it('never runs an attempt that was cancelled before it could start', async () => {
    const request = composeLaunch(fixture, { behaviour: 'succeed' });
    const id = request.attempt.attemptId;
    // As a server leaves it that was killed after it had started the shim, which comes late.
    await mkdir(request.directory, { recursive: true });
    await fixture.launcher.cancel(id);
    await writeFile(join(request.directory, 'request.json'), JSON.stringify(request.attempt));
    const shimArguments = ['-c', attemptShim, 'slipway-attempt', request.directory, '0', 'touch', 'ran'];
    const shim = spawn('sh', shimArguments, { detached: true, stdio: 'ignore' });
    expect(await once(shim, 'exit')).toEqual([0, null]);
    await fixture.launcher.submit(request);
    expect(await fixture.launcher.describe(id)).toEqual({
      state: 'ended',
      exitCode: null,
      reason: 'cancelled',
    });
    expect(await readdir(request.directory)).not.toContain('ran');
    expect((await fixture.launcher.readMessages(id, 0)).messages).toEqual([]);
    expect(await fixture.launcher.sweepOrphans()).toEqual([]);
  });

  it('records that an attempt was killed', async () => {
    const { id, pid } = await startTalking('wait');
    process.kill(pid, 'SIGKILL');
    await waitForState(fixture.launcher, id, { state: 'ended', patienceMs });
    expect(await fixture.launcher.describe(id)).toEqual({ state: 'ended', exitCode: 137 });
  });

  it('ends the children of an attempt that was killed', async () => {
    const { id, pid, shimPid } = await startTalking('refuseToEnd');
    process.kill(pid, 'SIGKILL');
    await waitForState(fixture.launcher, id, { state: 'ended', patienceMs });
    await waitFor(
      () => procTable.listGroup(shimPid),
      (members) => members.length === 0,
      patienceMs,
    );
  });

  it('calls an attempt ended whose leader was killed, and ends what is left of its group', async () => {
    const { id, pid, shimPid } = await startTalking('refuseToEnd');
    process.kill(shimPid, 'SIGKILL');
    await waitForState(fixture.launcher, id, { state: 'ended', patienceMs });
    expect(await fixture.launcher.describe(id)).toEqual({ state: 'ended', exitCode: null });
    expect(await procTable.find(pid)).toBeDefined();
    const later = await fixture.reopen();
    expect(await later.sweepOrphans()).toEqual([id]);
    expect(await procTable.listGroup(shimPid)).toEqual([]);
    expect(await later.sweepOrphans()).toEqual([]);
  });

  it.each([
    ['leads it', ['-c', 'echo $$; exec sleep 60']],
    ['was left in it', ['-c', 'echo $$; sleep 60 >/dev/null & exit 0']],
  ])('leaves a stranger alone who has the number of a group that is gone and %s', async (_how, args) => {
    const { id } = await startTalking('succeed');
    await waitForState(fixture.launcher, id, { state: 'ended', patienceMs });
    const stranger = spawn('sh', args, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    await once(stranger.stdout, 'data');
    const groupId = stranger.pid ?? 0;
    await writeFile(join(fixture.attemptsDirectory, id, 'pid'), `${groupId} 1\n`);
    await fixture.launcher.cancel(id, { graceMs: 50 });
    expect(await fixture.launcher.sweepOrphans()).toEqual([]);
    expect(await procTable.listGroup(groupId)).toHaveLength(1);
    process.kill(-groupId, 'SIGKILL');
  });

  it('turns a long log over and keeps its newest part', async () => {
    await fixture.dispose();
    fixture = await openLocalFixture({ maxLogBytes: 1000, watchMs: 20 });
    const request = composeLaunch(fixture, { behaviour: 'refuseToEnd' });
    const id = request.attempt.attemptId;
    await fixture.launcher.submit(request);
    const logPath = join(request.directory, 'log.txt');
    await waitFor(
      () => stat(logPath).catch(() => undefined),
      (found) => found !== undefined,
      patienceMs,
    );
    execFileSync('sh', [
      '-c',
      `i=0; while [ $i -lt 100 ]; do echo "line $i ........" >>"$1"; i=$((i+1)); done`,
      'sh',
      logPath,
    ]);
    await waitFor(
      () => readFile(join(request.directory, 'log.1.txt'), 'utf8').catch(() => ''),
      (text) => text !== '',
      patienceMs,
    );
    execFileSync('sh', ['-c', 'echo the newest >>"$1"', 'sh', logPath]);
    let offset = 0;
    let text = '';
    for (let turn = 0; turn < 20; turn += 1) {
      const piece = await fixture.launcher.readLog(id, offset, 300);
      text += piece.text;
      offset = piece.nextOffset;
    }
    expect(text.endsWith('the newest\n')).toBe(true);
    expect(text).toContain('line 99');
  });

  it('refuses a command that is not there as a crash, and a folder that is not its own', async () => {
    const broken = await openLocalFixture({ command: { command: '/no/such/command', args: [] } });
    const request = composeLaunch(broken, { behaviour: 'succeed' });
    await broken.launcher.submit(request);
    await waitForState(broken.launcher, request.attempt.attemptId, { state: 'ended', patienceMs });
    expect(await broken.launcher.describe(request.attempt.attemptId)).toEqual({
      state: 'ended',
      exitCode: 127,
    });
    await broken.dispose();
    const elsewhere = { ...composeLaunch(fixture, { behaviour: 'succeed' }), directory: '/tmp/elsewhere' };
    await expect(fixture.launcher.submit(elsewhere)).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('process tables', () => {
  it('agree on this process', async () => {
    const [fromProc, fromPs] = await Promise.all([procTable.find(process.pid), psTable.find(process.pid)]);
    expect(fromPs?.groupId).toBe(fromProc?.groupId);
    expect(fromPs?.startedAt).toMatch(/\d\d:\d\d:\d\d/);
    expect(await procTable.hasMark(process.pid, 'NO_SUCH=MARK')).toBe(false);
  });
});
