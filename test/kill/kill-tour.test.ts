/**
 * Kills a process of a small tour with SIGKILL at seeded random moments, each time on a fresh home: the tour ends all the same, and what it
 * makes equals to the byte what an undisturbed tour makes. One moment for each kind of process; `SLIPWAY_TEST_KILL_POINTS=50` for
 * more, `SLIPWAY_TEST_KILL_VICTIM=worker` for one kind alone.
 * The model is a tiny random one, so that a tour is short; `SLIPWAY_TEST_KILL_MODEL` names another.
 */
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  createRandom,
  drawMoment,
  runDisturbed,
  runUndisturbed,
  type UndisturbedTour,
} from './disturb-tour.ts';
import { type Victim, victims } from './list-processes.ts';
import { writeTinyTourModel } from './write-tiny-tour-model.ts';

const {
  SLIPWAY_TEST_PYTHON: python,
  SLIPWAY_TEST_KILL_MODEL,
  SLIPWAY_TEST_KILL_POINTS,
  SLIPWAY_TEST_KILL_VICTIM,
} = process.env;
const numPoints = Number(SLIPWAY_TEST_KILL_POINTS ?? 4);
const chosen = victims.filter((victim) => (SLIPWAY_TEST_KILL_VICTIM ?? victim) === victim);
const seed = 1;
const maxTries = 4;
/** By so much of itself the moment of the next try comes sooner. */
const earlier = 0.6;
const patienceMs = 15 * 60_000;
const isReady = process.platform === 'linux' && python !== undefined;
if (!isReady) console.warn('skipped: killing a tour needs Linux and SLIPWAY_TEST_PYTHON');

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

describe.skipIf(!isReady)('a tour with a killed process', () => {
  let folder: string;
  let undisturbed: UndisturbedTour;
  const random = createRandom(seed);
  const options = () => ({
    model: SLIPWAY_TEST_KILL_MODEL ?? join(folder, 'tiny.gguf'),
    documents: join(folder, 'documents'),
    environment: { SLIPWAY_ENVIRONMENTS: dirname(dirname(dirname(python as string))) },
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-kill-'));
    await writeTinyTourModel(join(folder, 'tiny.gguf'));
    await copyDocuments(join(folder, 'documents'));
    undisturbed = await runUndisturbed(options());
  }, patienceMs);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A tour may be faster than the undisturbed one was, and over before the moment: then an earlier one is drawn. */
  async function killUntilOneIs(victim: Victim): Promise<number> {
    for (let numTries = 0; numTries < maxTries; numTries += 1) {
      const afterMs = drawMoment(victim, undisturbed, random) * earlier ** numTries;
      const { killed, digests } = await runDisturbed({ ...options(), victim, afterMs });
      expect(digests).toEqual(undisturbed.digests);
      if (killed) return afterMs;
    }
    throw new Error(`no ${victim} could be killed in ${maxTries} tours`);
  }

  it.each(Array.from({ length: numPoints }, (_, place) => place))(
    'makes the same at point %i',
    async (place) => {
      const victim = chosen[place % chosen.length] as Victim;
      const afterMs = await killUntilOneIs(victim);
      console.info(`killed the ${victim} ${(afterMs / 1000).toFixed(1)} s after the start`);
    },
    patienceMs,
  );
});

/** The repository's own documentation and its packages' READMEs. */
async function copyDocuments(target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  await cp(join(root, 'docs'), join(target, 'docs'), { recursive: true });
  for (const name of await readdir(join(root, 'packages')))
    await cp(join(root, 'packages', name, 'README.md'), join(target, `${name}.md`));
}
