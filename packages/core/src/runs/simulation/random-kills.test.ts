import type { Digest, Run, RunId } from '@slipway/contracts';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../testing/database-fixture.ts';
import { type EngineWorld, openWorld, type SimulatedEngine } from './engine-world.ts';
import type { Fault } from './faulty-database.ts';

/** What befalls the system while it works, one after the other. */
const mishap = fc.oneof(
  { weight: 4, arbitrary: fc.constant('tick' as const) },
  { weight: 2, arbitrary: fc.constant('pause' as const) },
  { weight: 2, arbitrary: fc.constant('kill-attempt' as const) },
  { weight: 1, arbitrary: fc.constant('kill-server' as const) },
  { weight: 2, arbitrary: fc.constant('kill-server-before-commit' as const) },
  { weight: 2, arbitrary: fc.constant('kill-server-after-commit' as const) },
);

/** Steps that take from steps before them, so that there is no ring; some are twins with one key. */
const graph = fc.array(
  fc.record({
    takesMs: fc.integer({ min: 0, max: 12 }),
    text: fc.integer({ min: 0, max: 3 }),
    isHalves: fc.boolean(),
    before: fc.array(fc.nat({ max: 20 }), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 6 },
);
type Graph = typeof graph extends fc.Arbitrary<infer Value> ? Value : never;

function toRecipe(steps: Graph, salt: string): unknown {
  const entries = steps.map(({ takesMs, text, isHalves, before }, index) => {
    const parts = [...new Set(before.map((one) => one % Math.max(1, index)))].map(
      (one) => `step-${one}.text`,
    );
    if (index > 0 && parts.length > 0) {
      return [
        `step-${index}`,
        { stage: 'join-texts', spec: { separator: salt, takesMs }, inputs: { parts } },
      ];
    }
    const spec = { text: `text ${text} ${salt}`, takesMs };
    return [`step-${index}`, { stage: isHalves ? 'make-halves' : 'make-text', spec }];
  });
  return { name: 'random', steps: Object.fromEntries(entries) };
}

describeOnBothDatabases('runs under random kills', (fixture) => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openWorld(await fixture.open());
  });
  afterEach(() => world.dispose());

  it('end as undisturbed ones do', { timeout: 240_000 }, async () => {
    let number = 0;
    const property = fc.asyncProperty(graph, fc.array(mishap, { maxLength: 40 }), async (steps, mishaps) => {
      number += 1;
      const recipe = toRecipe(steps, `salt${number}`);
      const run = await carryOutDisturbed(world, recipe, mishaps);
      expect(world.machine.violations).toEqual([]);
      expect(run.state).toBe('succeeded');
      expectSoundHistory(run, await world.readEvents(run.id));
      expect(await textsOf(world, run)).toEqual(expectedTexts(steps, `salt${number}`));
    });
    // Ends with the case that failed: to make it smaller takes longer than the test has.
    await fc.assert(property, { numRuns: 15, endOnFailure: true });
  });
});

async function carryOutDisturbed(
  world: EngineWorld,
  recipe: unknown,
  mishaps: readonly string[],
): Promise<Run> {
  let fault: Fault = 'none';
  const nextFault = () => {
    const now = fault;
    fault = 'none';
    return now;
  };
  const open = () => world.openEngine({ nextFault, policy: { maxAttempts: 50 } });
  let engine: SimulatedEngine = open();
  const runId: RunId = await engine.startRun({ recipe, workingDirectory: '/' });
  for (const one of mishaps) {
    if (one === 'pause') await new Promise((resolve) => setTimeout(resolve, 4));
    if (one === 'kill-attempt')
      for (const id of world.machine.listLiving().slice(0, 1)) world.machine.kill(id);
    if (one === 'kill-server-before-commit') fault = 'before-commit';
    if (one === 'kill-server-after-commit') fault = 'after-commit';
    if (one === 'kill-server') engine.die();
    if (one === 'tick') await engine.tick().catch(() => undefined);
    if (engine.isDead()) {
      await engine.close();
      engine = open();
    }
  }
  fault = 'none';
  if (engine.isDead()) engine = open();
  return engine.runToEnd(runId);
}

type Events = Awaited<ReturnType<EngineWorld['readEvents']>>;

/** Each transition once, attempts counted without gaps, outputs told once an attempt. */
function expectSoundHistory(run: Run, events: Events): void {
  for (const step of run.steps) {
    const states = events.map(({ body }) =>
      body.type === 'step-changed' && body.step === step.name ? body.state : '',
    );
    const history = states.filter(Boolean).join(' ');
    expect(['running succeeded', 'reused']).toContain(history);
    const ofStep = run.attempts.filter((attempt) => attempt.step === step.name);
    for (const task of new Set(ofStep.map((attempt) => attempt.task))) {
      const ofTask = ofStep.filter((attempt) => attempt.task === task);
      expect(ofTask.map(({ number }) => number)).toEqual(ofTask.map((_, index) => index + 1));
      expect(ofTask.filter(({ state }) => state === 'succeeded')).toHaveLength(1);
    }
  }
  for (const attempt of run.attempts) {
    const ofAttempt = events.filter(({ body }) => 'attemptId' in body && body.attemptId === attempt.id);
    expect(ofAttempt.filter(({ body }) => body.type === 'artifact-made').length).toBeLessThanOrEqual(1);
    const states = ofAttempt
      .map(({ body }) => (body.type === 'attempt-changed' ? body.state : ''))
      .filter(Boolean);
    expect(new Set(states).size).toBe(states.length);
    expect(states.at(-1)).toBe(attempt.state);
  }
  expect(events.filter(({ body }) => body.type === 'run-changed')).toHaveLength(1);
}

async function textsOf(world: EngineWorld, run: Run): Promise<Record<string, unknown>> {
  const facts = run.steps.map(async ({ name, outputs }) => {
    const manifest = await world.store.readManifest(outputs.text as Digest);
    return [name, manifest.facts.numCharacters] as const;
  });
  return Object.fromEntries(await Promise.all(facts));
}

/** Lengths of the texts, computed from the graph alone. */
function expectedTexts(steps: Graph, salt: string): Record<string, number> {
  const lengths: number[] = [];
  steps.forEach(({ text, before }, index) => {
    const parts = [...new Set(before.map((one) => one % Math.max(1, index)))];
    const ofParts = parts.reduce((sum, part) => sum + (lengths[part] ?? 0), 0);
    const isJoined = index > 0 && parts.length > 0;
    lengths.push(isJoined ? ofParts + salt.length * (parts.length - 1) : `text ${text} ${salt}`.length);
  });
  return Object.fromEntries(lengths.map((length, index) => [`step-${index}`, length]));
}
