import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Digest, type ErrorCode, type Event, run as runSchema } from '@slipway/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findTableDifferences } from '../../database/table-agreement.ts';
import { describeOnBothDatabases } from '../../testing/database-fixture.ts';
import { attempts, runs, steps } from '../run-tables.ts';
import { listRunArtifacts } from '../show-run.ts';
import { type EngineWorld, openWorld } from './engine-world.ts';

const workingDirectory = '/';

const greeting = {
  name: 'greeting',
  steps: {
    all: { stage: 'join-texts', inputs: { parts: ['hello.text', 'world.text'] } },
    hello: { stage: 'make-text', spec: { text: 'hello' } },
    world: { stage: 'make-text', spec: { text: 'world' } },
  },
};

describeOnBothDatabases('run engine', (fixture) => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openWorld(await fixture.open());
  });
  afterEach(async () => {
    expect(world.machine.violations).toEqual([]);
    await world.dispose();
  });

  const carryOut = async (recipe: unknown) => {
    const engine = world.openEngine();
    const runId = await engine.startRun({ recipe, workingDirectory });
    return engine.runToEnd(runId);
  };
  const one = (spec: object): unknown => ({ name: 'one', steps: { only: { stage: 'make-text', spec } } });

  it('has the tables that it declares', async () => {
    expect(await findTableDifferences(world.database, [runs, steps, attempts])).toEqual([]);
  });

  it('carries a recipe out and shows it as the contracts say', async () => {
    const run = await carryOut(greeting);
    expect(runSchema.parse(run)).toEqual(run);
    expect(run).toMatchObject({ state: 'succeeded', numSteps: 3, numStepsDone: 3 });
    expect(run.steps.map(({ name, state }) => [name, state])).toEqual([
      ['hello', 'succeeded'],
      ['world', 'succeeded'],
      ['all', 'succeeded'],
    ]);
    const all = run.steps[2]?.outputs.text as Digest;
    expect(await readFile(await world.store.locateFile(all, 'text.txt'), 'utf8')).toBe('hello world');
    expect((await world.store.readManifest(all)).parents.map(({ role }) => role)).toEqual(['parts', 'parts']);
    expect(Object.keys(run.definition.steps)).toEqual(['all', 'hello', 'world']);
    expect(await listRunArtifacts(world.database)).toEqual(
      new Set(run.steps.map((step) => step.outputs.text)),
    );
  });

  it('tells what happened as events, each once and in order', async () => {
    const run = await carryOut(greeting);
    const events = await world.readEvents(run.id);
    expect(events[0]?.body.type).toBe('run-created');
    expect(events.at(-1)?.body).toEqual({ type: 'run-changed', state: 'succeeded' });
    const states = events.map(({ body }) =>
      body.type === 'step-changed' && body.step === 'all' ? body.state : '',
    );
    expect(states.filter(Boolean)).toEqual(['running', 'succeeded']);
    expect(events.filter(({ body }) => body.type === 'artifact-made')).toHaveLength(3);
  });

  it('reuses what is made already, and makes again what is no longer whole', async () => {
    const first = await carryOut(greeting);
    const second = await carryOut({ ...greeting, name: 'again' });
    expect(second.steps.map(({ state, durationMs }) => [state, durationMs])).toEqual(
      Array(3).fill(['reused', 0]),
    );
    expect(second.steps.map(({ outputs }) => outputs)).toEqual(first.steps.map(({ outputs }) => outputs));
    expect(second.attempts).toEqual([]);
    const manifest = await world.store.readManifest(first.steps[0]?.outputs.text as Digest);
    const hex = manifest.files[0]?.digest.slice('sha256:'.length) ?? '';
    const blobs = await readdir(join(world.directory, 'store'), { recursive: true });
    const blob = blobs.find((path) => path.endsWith(hex)) ?? '';
    await rm(join(world.directory, 'store', blob));
    const third = await carryOut(greeting);
    expect(third.steps.map(({ state }) => state)).toEqual(['succeeded', 'reused', 'reused']);
    expect(third.steps[0]?.outputs).toEqual(first.steps[0]?.outputs);
  });

  it('makes anew what is not to be reused, also where only one of its tasks says so', async () => {
    for (const stage of ['make-text', 'make-halves']) {
      const spec = { text: 'left and right', isPartial: true };
      const recipe = { name: 'partial', steps: { only: { stage, spec } } };
      for (const _ of ['first', 'again'])
        expect((await carryOut(recipe)).steps.map(({ state }) => state)).toEqual(['succeeded']);
    }
  });

  it('lets two runs of the same step share one attempt', async () => {
    const engine = world.openEngine();
    const recipe = one({ text: 'shared', takesMs: 60 });
    const ids = [
      await engine.startRun({ recipe, workingDirectory }),
      await engine.startRun({ recipe, workingDirectory }),
    ];
    const runs = [];
    for (const id of ids) runs.push(await engine.runToEnd(id));
    expect(runs.map((run) => run.steps[0]?.state)).toEqual(['succeeded', 'reused']);
    expect(world.machine.numSubmitted()).toBe(1);
  });

  it('runs tasks after one another where the plan says so', async () => {
    const run = await carryOut({
      name: 'halves',
      steps: { halves: { stage: 'make-halves', spec: { text: 'left and right', takesMs: 5 } } },
    });
    expect(run.state).toBe('succeeded');
    expect(run.attempts.map(({ task }) => task).sort()).toEqual(['left', 'right', 'whole']);
    const text = await world.store.locateFile(run.steps[0]?.outputs.text as Digest, 'text.txt');
    expect(await readFile(text, 'utf8')).toBe('left and right');
    expect(Object.keys(run.steps[0]?.outputs ?? {})).toEqual(['text']);
  });

  it('never claims more threads than there are', async () => {
    const engine = world.openEngine();
    const steps = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((name) => [
        name,
        { stage: 'make-text', spec: { text: name, takesMs: 15, threads: name === 'd' ? 8 : 1 } },
      ]),
    );
    const runId = await engine.startRun({ recipe: { name: 'many', steps }, workingDirectory });
    let most = 0;
    for (let number = 0; number < 100; number += 1) {
      await engine.tick();
      most = Math.max(most, world.machine.listLiving().length);
    }
    const run = await engine.runToEnd(runId);
    expect(run.state).toBe('succeeded');
    expect(most).toBeLessThanOrEqual(2);
  });

  it('says for what a step waits, and nothing of one that does not', async () => {
    const engine = world.openEngine();
    const start = (spec: object) => engine.startRun({ recipe: one(spec), workingDirectory });
    const first = await start({ text: 'long', takesMs: 10_000 });
    const same = await start({ text: 'long', takesMs: 10_000 });
    const wide = await start({ text: 'wide', threads: 8 });
    const reasonOf = async (id: typeof first) => (await engine.showRun(id)).steps[0]?.waitingFor?.en;
    for (let number = 0; number < 1000 && (await reasonOf(wide)) === undefined; number += 1)
      await engine.tick();
    for (let number = 0; number < 1000 && !(await reasonOf(same))?.includes(first); number += 1)
      await engine.tick();
    expect(await reasonOf(same)).toBe(`${first} makes the same step`);
    expect(await reasonOf(wide)).toBe(`threads: it takes 8, and 1 of 2 are taken by only (${first})`);
    expect(await reasonOf(first)).toBeUndefined();
    for (const id of [first, same, wide]) await engine.cancelRun(id);
    for (const id of [first, same, wide]) expect((await engine.runToEnd(id)).state).toBe('cancelled');
    expect(await reasonOf(wide)).toBeUndefined();
  });

  it('tries again what may pass, a bounded number of times', async () => {
    const passing = await carryOut(one({ text: 'a', failsWith: 'worker-crashed', failsTimes: 2 }));
    expect(passing.state).toBe('succeeded');
    expect(passing.attempts.map(({ number, state }) => [number, state])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
      [3, 'succeeded'],
    ]);
    const hopeless = await carryOut(one({ text: 'b', failsWith: 'worker-crashed' }));
    expect(hopeless).toMatchObject({ state: 'failed', error: { code: 'worker-crashed' } });
    expect(hopeless.attempts).toHaveLength(5);
    const wrong = await carryOut(one({ text: 'c', failsWith: 'documents-empty' }));
    expect(wrong.attempts).toHaveLength(1);
  });

  it('skips what depends on a failure and goes on with the rest', async () => {
    const run = await carryOut({
      name: 'partly',
      steps: {
        bad: { stage: 'make-text', spec: { text: 'x', failsWith: 'disk-full' } },
        next: { stage: 'join-texts', inputs: { parts: 'bad.text' } },
        last: { stage: 'join-texts', inputs: { parts: ['next.text', 'good.text'] } },
        good: { stage: 'make-text', spec: { text: 'y', takesMs: 20 } },
      },
    });
    expect(run).toMatchObject({ state: 'failed', error: { code: 'disk-full' }, numStepsDone: 1 });
    const states = Object.fromEntries(run.steps.map(({ name, state }) => [name, state]));
    expect(states).toEqual({ bad: 'failed', next: 'skipped', last: 'skipped', good: 'succeeded' });
  });

  it('fails a step whose survey fails for good, after a few tries', async () => {
    const run = await carryOut(one({ text: 'unreachable' }));
    expect(run).toMatchObject({ state: 'failed', error: { code: 'network-unreachable' } });
    expect(run.attempts).toEqual([]);
  });

  const killed: [string, { exitCode?: number; reason?: 'out-of-memory' }, ErrorCode, number][] = [
    ['killed', {}, 'attempt-lost', 5],
    ['crashed', { exitCode: 139 }, 'attempt-crashed', 5],
    ['out of memory', { exitCode: 137, reason: 'out-of-memory' }, 'attempt-out-of-memory', 1],
    ['out of disk', { exitCode: 28 }, 'disk-full', 1],
  ];
  it.each(killed)('ends an attempt that was %s', async (_how, how, code, numAttempts) => {
    const engine = world.openEngine();
    const runId = await engine.startRun({ recipe: one({ text: code, takesMs: 5000 }), workingDirectory });
    for (let number = 0; number < 200; number += 1) {
      await engine.tick();
      if (number % 2 === 1) for (const id of world.machine.listLiving()) world.machine.kill(id, how);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const run = await engine.runToEnd(runId);
    expect(run).toMatchObject({ state: 'failed', error: { code } });
    expect(run.attempts).toHaveLength(numAttempts);
  });

  it('does not count attempts that died while the server was down', async () => {
    const recipe = one({ text: 'unlucky', takesMs: 20 });
    const runId = await world.openEngine().startRun({ recipe, workingDirectory });
    for (let number = 0; number < 7; number += 1) {
      const engine = world.openEngine();
      while (world.machine.listLiving().length === 0) await engine.tick();
      await engine.close();
      for (const id of world.machine.listLiving()) world.machine.kill(id);
    }
    const run = await world.openEngine().runToEnd(runId);
    expect(run.state).toBe('succeeded');
    expect(run.attempts).toHaveLength(8);
  });

  it('gives up an attempt that the launcher forgot, once its lease is over', async () => {
    let offsetMs = 0;
    const engine = world.openEngine({ now: () => new Date(Date.now() + offsetMs) });
    const runId = await engine.startRun({ recipe: one({ text: 'gone', takesMs: 2000 }), workingDirectory });
    await engine.tick();
    for (const id of world.machine.listLiving()) {
      world.machine.kill(id);
      world.machine.forget(id);
    }
    await engine.tick();
    expect((await engine.showRun(runId)).attempts).toHaveLength(1);
    offsetMs = 31_000;
    const run = await engine.runToEnd(runId);
    expect(run.attempts.map(({ state }) => state)).toEqual(['lost', 'succeeded']);
  });

  it('ends an attempt that runs but says nothing', async () => {
    let offsetMs = 0;
    const engine = world.openEngine({
      policy: { silenceMs: 60_000 },
      now: () => new Date(Date.now() + offsetMs),
    });
    const runId = await engine.startRun({ recipe: one({ text: 'mute', takesMs: 2000 }), workingDirectory });
    const talk = world.machine.launcher.readMessages;
    world.machine.launcher.readMessages = async (id, offset) =>
      offsetMs === 0 ? { messages: [], nextOffset: offset, numInvalid: 0 } : talk(id, offset);
    await engine.tick();
    offsetMs = 61_000;
    world.machine.launcher.readMessages = async (_id, offset) => ({
      messages: [],
      nextOffset: offset,
      numInvalid: 0,
    });
    for (let number = 0; number < 5; number += 1) await engine.tick();
    world.machine.launcher.readMessages = talk;
    const run = await engine.runToEnd(runId);
    expect(run.state).toBe('succeeded');
    expect(run.attempts.map(({ state }) => state)).toEqual(['lost', 'succeeded']);
  });

  it('cancels a run: what runs is ended, what waits is not begun', async () => {
    const engine = world.openEngine();
    const recipe = {
      name: 'long',
      steps: {
        long: { stage: 'make-text', spec: { text: 'long', takesMs: 5000 } },
        next: { stage: 'join-texts', inputs: { parts: 'long.text' } },
      },
    };
    const runId = await engine.startRun({ recipe, workingDirectory });
    while (world.machine.listLiving().length === 0) await engine.tick();
    await engine.cancelRun(runId);
    await engine.cancelRun(runId);
    const run = await engine.runToEnd(runId);
    expect(run.state).toBe('cancelled');
    expect(run.steps.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(run.attempts.map(({ state }) => state)).toEqual(['cancelled']);
    expect(world.machine.listLiving()).toEqual([]);
    await engine.cancelRun(runId);
    const unknown = 'run_00000000000000000000000' as typeof runId;
    await expect(engine.cancelRun(unknown)).rejects.toMatchObject({ code: 'run-unknown' });
  });

  it('lists runs newest first, and reads logs', async () => {
    const engine = world.openEngine();
    const first = await carryOut(one({ text: '1' }));
    const second = await carryOut(one({ text: '2' }));
    const all = await engine.listRuns({ limit: 10 });
    expect(all.runs.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(all).toMatchObject({ numTotal: 2, runs: [{ numSteps: 1, numStepsDone: 1 }, {}] });
    expect((await engine.listRuns({ limit: 10, before: second.id })).runs.map(({ id }) => id)).toEqual([
      first.id,
    ]);
    const log = await engine.readLog({ runId: first.id, step: 'only', offset: 0 });
    expect(log).toMatchObject({ text: `log of ${first.attempts[0]?.id}\n`, isEnded: false });
    const rest = await engine.readLog({ runId: first.id, step: 'only', offset: log.nextOffset });
    expect(rest).toMatchObject({ text: '', nextOffset: log.nextOffset, isEnded: true });
    const question = { runId: first.id, step: 'other', offset: 0 };
    await expect(engine.readLog(question)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('reads on in the next attempt from its beginning when the one that was read has died', async () => {
    const engine = world.openEngine();
    const runId = await engine.startRun({
      recipe: one({ text: 'retried', takesMs: 2000 }),
      workingDirectory,
    });
    while (world.machine.listLiving().length === 0) await engine.tick();
    const question = { runId, step: 'only' };
    const first = await engine.readLog({ ...question, offset: 0 });
    expect(first).toMatchObject({ attemptNumber: 1, isEnded: false });
    for (const id of world.machine.listLiving()) world.machine.kill(id);
    const run = await engine.runToEnd(runId);
    const [dead, living] = run.attempts;
    expect(run.attempts).toHaveLength(2);
    const place = { ...question, attempt: dead?.id, offset: first.nextOffset };
    const second = await engine.readLog(place);
    expect(second).toMatchObject({ text: `log of ${living?.id}\n`, attemptId: living?.id, attemptNumber: 2 });
    // Whoever had not read the first to its end reads the rest of it first.
    expect(await engine.readLog({ ...place, offset: 4 })).toMatchObject({
      text: `of ${dead?.id}\n`,
      attemptNumber: 1,
      isEnded: false,
    });
    const end = { ...question, attempt: living?.id, offset: second.nextOffset };
    expect(await engine.readLog(end)).toMatchObject({ text: '', isEnded: true });
    expect(await engine.readLog({ ...question, offset: 0 })).toMatchObject({ attemptNumber: 2 });
  });

  it('plans without running, and foresees what is not made yet', async () => {
    const engine = world.openEngine();
    const before = await engine.planRun({ recipe: greeting, workingDirectory });
    expect(before.steps.map(({ name, isMade, key }) => [name, isMade, key !== undefined])).toEqual([
      ['hello', false, true],
      ['world', false, true],
      ['all', false, false],
    ]);
    expect(before.total).toMatchObject({ estimate: { durationMs: 15 }, diskBytes: 30 });
    await carryOut({ ...greeting, steps: { hello: greeting.steps.hello } });
    const half = await engine.planRun({ recipe: greeting, workingDirectory });
    expect(half.steps.map(({ isMade }) => isMade)).toEqual([true, false, false]);
    const done = await carryOut(greeting);
    const after = await engine.planRun({ recipe: greeting, workingDirectory });
    expect(after.steps.map(({ isMade }) => isMade)).toEqual([true, true, true]);
    expect(after.steps.map(({ key }) => key)).toEqual(done.steps.map(({ key }) => key));
    expect(after.total).toMatchObject({ estimate: { durationMs: 0 }, diskBytes: 0, peakMemoryBytes: 0 });
  });

  it('stores nothing of a recipe that is wrong', async () => {
    const engine = world.openEngine();
    const recipe = { ...greeting, steps: { ...greeting.steps, all: { stage: 'join-text' } } };
    await expect(engine.startRun({ recipe, workingDirectory })).rejects.toMatchObject({
      code: 'stage-unknown',
    });
    await expect(
      engine.startRun({ recipe: one({ text: 'nowhere' }), workingDirectory }),
    ).rejects.toMatchObject({
      code: 'documents-missing',
    });
    expect(await engine.listRuns({ limit: 1 })).toEqual({ runs: [], numTotal: 0 });
  });

  it('streams events to a follower without gap or repetition', async () => {
    const engine = world.openEngine();
    const runId = await engine.startRun({ recipe: greeting, workingDirectory });
    const seen: Event[] = [];
    const follow = (async () => {
      for await (const event of world.events.subscribe({ after: 0, runId })) {
        seen.push(event);
        if (event.body.type === 'run-changed') return;
      }
    })();
    await engine.runToEnd(runId);
    await follow;
    const stored = await world.readEvents(runId);
    const lasting = stored.filter(({ body }) => body.type !== 'progress-made').map(({ id }) => id);
    expect(seen.filter(({ body }) => body.type !== 'progress-made').map(({ id }) => id)).toEqual(lasting);
    expect(seen.map(({ id }) => id)).toEqual([...new Set(seen.map(({ id }) => id))].sort((a, b) => a - b));
  });

  it('removes the scratch folder of a step that succeeded, and keeps that of one that failed', async () => {
    const scratch = join(world.directory, 'scratch');
    await carryOut(one({ text: 'kept', failsWith: 'documents-empty' }));
    expect(await readdir(scratch)).toHaveLength(1);
    await carryOut(one({ text: 'removed', failsWith: 'worker-crashed', failsTimes: 1 }));
    expect(await readdir(scratch)).toHaveLength(1);
    await writeFile(join(scratch, 'probe'), '');
  });
});
