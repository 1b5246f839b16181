/**
 * The scripts that `slipway data plan --cluster slurm` writes, submitted to a real Slurm of one node: their tasks make what a single run
 * of the factory makes.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { defaultPipelineRecipe, listInputFiles, runPipeline } from '@slipway/text';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSlurmObstacle, type OneNodeSlurm, openSlurm } from './one-node-slurm.ts';

const obstacle = findSlurmObstacle();
if (obstacle) console.warn(`skipped: the scripts for Slurm are not submitted: ${obstacle}`);

const run = promisify(execFile);
const slipway = fileURLToPath(new URL('../../packages/cli/bin/slipway.mjs', import.meta.url));
const patienceMs = 8 * 60_000;

/** Paragraphs of which some repeat others, each with a line that all have, in files of two formats. */
async function writeInput(folder: string): Promise<void> {
  await mkdir(folder);
  const paragraph = (place: number) =>
    `The crew of ship ${place} coiled the rope and washed the deck with water before the wind of day ${place * 7} came. `
      .repeat(8)
      .concat('\nThis page of the log was signed by all hands.');
  const line = (place: number) => JSON.stringify({ text: paragraph(place) });
  for (const name of ['one', 'two', 'three'])
    await writeFile(join(folder, `${name}.txt`), paragraph(name.length));
  await writeFile(join(folder, 'log.jsonl'), [1, 2, 3, 4, 1, 2].map(line).join('\n'));
}

async function digestResult(folder: string): Promise<Record<string, string>> {
  const list = async (name: string) => (await readdir(join(folder, name))).map((file) => join(name, file));
  const parts = [...(await list('parts')), ...(await list(join('trimmed', 'repeated-lines')))];
  const digest = async (name: string) =>
    createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex');
  const names = [...parts, 'card.json'].sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await digest(name)])));
}

describe.skipIf(obstacle !== undefined)('the scripts for Slurm', () => {
  let folder: string;
  let slurm: OneNodeSlurm;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-slurm-'));
    slurm = await openSlurm(folder);
  });
  afterAll(async () => {
    await slurm?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('run every phase in its order and make what a single run makes', { timeout: patienceMs }, async () => {
    const [input, out, whole] = [join(folder, 'input'), join(folder, 'out'), join(folder, 'whole')];
    await writeInput(input);
    const words = ['data', 'plan', input, '--tasks', '2', '--cores', '1', '--memory-gb', '3'];
    const options = ['--quality', 'none', '--repeated-lines', 'line', '--cluster', 'slurm', '--out', out];
    await run(process.execPath, [slipway, ...words, ...options], { env: slurm.environment });
    await run(join(out, 'slurm', 'submit.sh'), [], { env: slurm.environment });
    await slurm.waitForJobs(patienceMs);
    const { files } = await listInputFiles(input);
    await runPipeline({
      files,
      recipe: {
        ...defaultPipelineRecipe,
        quality: { '*': 'none' },
        repeats: { lines: { kind: 'line', span: 1 } },
      },
      folder: whole,
      numThreads: 1,
    });
    const result = await digestResult(out);
    expect(result).toEqual(await digestResult(whole));
    expect(Object.keys(result).filter((name) => name.startsWith('trimmed'))).not.toEqual([]);
    const logs = await readdir(join(out, 'slurm', 'logs'));
    expect(logs).toContain('card-0.log');
    expect(await readFile(join(out, 'slurm', 'logs', 'card-0.log'), 'utf8')).toContain('card 0 is done');
  });
});
