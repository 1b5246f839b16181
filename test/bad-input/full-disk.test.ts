/**
 * A disk that fills up: a home on a small file system of its own.
 * The run says so; what was made before stays whole; with room again the next start goes on.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { run as runSchema } from '@slipway/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSlipway, type Slipway } from '../command-line/run-slipway.ts';
import { documentSteps, makeDocument, writeRecipe } from './write-recipe.ts';

const execute = promisify(execFile);
const sizeMebibytes = 160;
/** What is left for artifacts once the home has a database. */
const roomBytes = 24e6;

/** Mounts a small file system in memory. @returns its folder, or undefined where that is not permitted */
async function mountSmallDisk(): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-disk-'));
  try {
    await execute('mount', ['-t', 'tmpfs', '-o', `size=${sizeMebibytes}m`, 'slipway-test', folder]);
    return folder;
  } catch (error) {
    console.warn(
      `skipped: no small file system can be mounted here (${String((error as Error).message).split('\n')[0]})`,
    );
    await rm(folder, { recursive: true, force: true });
    return undefined;
  }
}

const disk = await mountSmallDisk();

describe.skipIf(!disk)('a disk that fills up', () => {
  const mounted = disk as string;
  let slipway: Slipway;
  const at = (name: string) => join(slipway.folder, name);

  beforeAll(async () => {
    slipway = await openSlipway({ home: join(mounted, 'home') });
    await mkdir(at('small'));
    for (let number = 0; number < 4; number += 1)
      await writeFile(join(at('small'), `${number}.md`), makeDocument(number));
    await mkdir(at('large'));
    await writeMany(at('large'), 12, 8e6);
  });
  afterAll(async () => {
    await slipway?.dispose();
    await execute('umount', [mounted]);
    await rm(mounted, { recursive: true, force: true });
  }, 60_000);

  const take = async (folder: string) => {
    const recipe = await writeRecipe(slipway.folder, documentSteps(folder));
    const { exitCode, last } = await slipway.runJson('run', recipe);
    return { exitCode, run: runSchema.parse(last) };
  };

  it('is named, loses nothing, and is no obstacle once there is room again', {
    timeout: 300_000,
  }, async () => {
    const before = await take(at('small'));
    expect(before).toMatchObject({ exitCode: 0, run: { state: 'succeeded' } });
    const filler = join(mounted, 'filler');
    await fillUp(mounted, filler, roomBytes);

    const full = await take(at('large'));
    expect(full.exitCode).toBe(1);
    expect(full.run).toMatchObject({
      state: 'failed',
      error: { code: 'disk-full', hint: expect.stringMatching(/[Ff]ree/) },
    });
    expect(full.run.steps.map((one) => one.state)).toEqual(['failed', 'skipped']);

    const again = await take(at('small'));
    expect(again.run.steps.map((one) => one.state)).toEqual(['reused', 'reused']);
    expect(outputsOf(again.run)).toEqual(outputsOf(before.run));
    // What was written of the large folder is gone: the room is there again.
    expect(await readFreeBytes(mounted)).toBeGreaterThan(roomBytes / 3);

    await rm(filler);
    await rm(at('large'), { recursive: true });
    await mkdir(at('large'));
    await writeMany(at('large'), 3, 8e6);
    // Their words are the same over and over, so no dataset comes of them; but they are in the store.
    const after = await take(at('large'));
    expect(after.run.steps[0]).toMatchObject({ name: 'documents', state: 'succeeded' });
  });

  it('says so where not even a database can be made', { timeout: 120_000 }, async () => {
    const filler = join(mounted, 'filler');
    await fillUp(mounted, filler, 2e6);
    const other = await openSlipway({ home: join(mounted, 'other') });
    try {
      const { exitCode, last } = await other.runJson('runs');
      expect({ exitCode, last }).toEqual({
        exitCode: 1,
        last: {
          error: expect.objectContaining({ code: 'disk-full', hint: expect.stringMatching(/[Ff]ree/) }),
        },
      });
      await rm(filler);
      expect((await other.runJson('runs')).last).toMatchObject({ runs: [] });
    } finally {
      await rm(filler, { force: true });
      await other.dispose();
      await rm(join(mounted, 'other'), { recursive: true, force: true });
    }
  });
});

/** Documents of some size, each of other words. */
async function writeMany(folder: string, count: number, numBytes: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const text = makeDocument(1000 + number);
    await writeFile(join(folder, `${number}.md`), text.repeat(Math.ceil(numBytes / text.length)));
  }
}

async function readFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Leaves so many bytes. */
async function fillUp(folder: string, filler: string, leftBytes: number): Promise<void> {
  const chunk = Buffer.alloc(2 ** 20, 1);
  const file = await open(filler, 'w');
  while ((await readFreeBytes(folder)) > leftBytes + chunk.length) await file.write(chunk);
  await file.close();
}

function outputsOf(run: { steps: { name: string; outputs: unknown }[] }) {
  return run.steps.map(({ name, outputs }) => [name, outputs]);
}
