import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestFolder } from '../factory/digest-folder.ts';
import { runFactory } from '../factory/run-factory.mjs';
import { trainVocabulary } from '../factory/train-vocabulary.mjs';
import { writeMixedInput } from '../factory/write-mixed-input.mjs';
import {
  type Disturbance,
  type FactoryRun,
  type PhaseTimes,
  runDisturbedFactory,
  runToEnd,
} from './disturb-factory.ts';
import { createRandom } from './disturb-tour.ts';

// SLIPWAY_TEST_KILL_POINTS=30 kills at thirty moments, over thirty megabytes.
const numPoints = Number(process.env.SLIPWAY_TEST_KILL_POINTS ?? 3);
const isFull = numPoints > 3;
const seed = 20_261_130;
const phases = ['scan', 'dataset tokens', 'duplicates', 'tokens', 'dataset', 'card', 'scan'];

let folder: string;
let times: PhaseTimes = {};
let expected: Record<string, string>;
const runTo = (output: string): FactoryRun => ({
  input: join(folder, 'input'),
  output: join(folder, output),
  tokenizer: join(folder, 'tokenizer.json'),
  numThreads: 2,
  unitBytes: isFull ? 2_000_000 : 200_000,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-kill-factory-'));
  await writeMixedInput(join(folder, 'input'), isFull ? 30e6 : 2e6, { hasLongFile: isFull });
  const { tokenizer: _, ...plain } = runTo('plain');
  await runFactory(plain);
  await trainVocabulary(join(folder, 'plain/documents.jsonl'), join(folder, 'tokenizer.json'));
  times = await runToEnd(runTo('undisturbed'));
  expected = await digestFolder(join(folder, 'undisturbed'));
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The last of three has its converter killed; one in four is killed twice. Phases take turns, so that short ones are met, too. */
function drawDisturbance(point: number, random: () => number): Disturbance {
  const victim = point % 3 === 2 ? 'converter' : 'whole';
  const numKills = victim === 'whole' && point % 4 === 1 ? 2 : 1;
  const moments = Array.from({ length: numKills }, (_, kill) => ({
    phase: victim === 'converter' ? 'scan' : (phases[(point + kill * 2) % phases.length] ?? ''),
    share: random(),
  }));
  return { victim, moments };
}

const random = createRandom(seed);
const points = Array.from({ length: numPoints }, (_, point) => ({
  name: `point ${point + 1}`,
  ...drawDisturbance(point, random),
}));

test.each(points)(
  'killed and begun again, it makes the same bytes: $name, $victim',
  {
    timeout: 900_000,
  },
  async ({ name, ...disturbance }) => {
    const output = name.replace(' ', '-');
    const phases = await runDisturbedFactory(runTo(output), disturbance, times);
    expect(phases.length).toBeGreaterThan(0);
    if (isFull) process.stdout.write(`${name}: ${disturbance.victim} killed in ${phases.join(', then ')}\n`);
    expect(await digestFolder(join(folder, output))).toEqual(expected);
    await rm(join(folder, output), { recursive: true });
  },
);
