import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { renderKubernetes } from '../kubernetes/render-kubernetes.ts';
import { renderSlurm } from '../slurm/render-slurm.ts';
import { type ArrayJob, taskWord, type WrittenFile } from './array-job.ts';

const run = promisify(execFile);
const job = (name: string, numTasks: number): ArrayJob => ({
  name,
  numTasks,
  numCores: 4,
  memoryBytes: 3 * 2 ** 30,
  timeLimitMinutes: 25 * 60 + 5,
  command: ['slipway', 'data', 'task', "/my data/it's/plan.json", '--phase', name, '--task', taskWord],
});
const jobs = [job('scan', 12), job('mark-lines', 3), job('card', 1)];
const cluster = { image: 'registry.example/slipway:1', volumeClaim: 'data', folder: '/shared', numPods: 5 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-clusters-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(files: readonly WrittenFile[]): Promise<void> {
  for (const { name, text, isExecutable } of files) {
    await writeFile(join(folder, name), text);
    if (isExecutable) await chmod(join(folder, name), 0o755);
  }
}

/** A program that notes how it was called, first on the path. */
async function putProgram(name: string, text: string): Promise<NodeJS.ProcessEnv> {
  await writeFile(join(folder, name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
  return { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`, NOTES: join(folder, 'notes') };
}

test('Slurm: an array a job, each after the one before it has succeeded', async () => {
  await write(renderSlurm(jobs, { folder: '/shared/slurm', directives: ['--partition=cpu'] }));
  const script = await readFile(join(folder, 'scan.sbatch'), 'utf8');
  for (const line of [
    '--array=0-11',
    '--cpus-per-task=4',
    '--mem=3072M',
    '--time=1-01:05:00',
    '--partition=cpu',
  ])
    expect(script).toContain(`#SBATCH ${line}\n`);
  const env = await putProgram('sbatch', 'echo "$@" >> "$NOTES"; wc -l < "$NOTES"');
  await run(join(folder, 'submit.sh'), [], { env });
  expect((await readFile(join(folder, 'notes'), 'utf8')).trim().split('\n')).toEqual([
    '--parsable scan.sbatch',
    '--parsable --dependency=afterok:1 --kill-on-invalid-dep=yes mark-lines.sbatch',
    '--parsable --dependency=afterok:2 --kill-on-invalid-dep=yes card.sbatch',
  ]);
});

test('Slurm: the script calls the command with the number of its task, words quoted', async () => {
  await write(renderSlurm(jobs, { folder: '/shared/slurm' }));
  const env = await putProgram('slipway', `printf '%s\\n' "$@" > "$NOTES"`);
  await run('bash', [join(folder, 'scan.sbatch')], {
    env: { ...env, SLURM_ARRAY_TASK_ID: '7', TMPDIR: '/own disk' },
  });
  const words = (await readFile(join(folder, 'notes'), 'utf8')).trim().split('\n');
  expect(words).toEqual([
    ...[
      'data',
      'task',
      "/my data/it's/plan.json",
      '--phase',
      'scan',
      '--task',
      '7',
      '--scratch',
      '/own disk',
    ],
  ]);
});

test('Slurm: an array larger than Slurm takes is refused', () => {
  expect(() => renderSlurm([job('scan', 1001)], { folder: '/shared' })).toThrow(/1001 tasks/);
});

test('Kubernetes: an indexed Job a job, applied when the one before it is complete', async () => {
  await write(renderKubernetes(jobs, { ...cluster, namespace: 'texts' }));
  const { metadata, spec } = JSON.parse(await readFile(join(folder, 'scan.json'), 'utf8'));
  expect(metadata).toMatchObject({ name: 'slipway-scan', namespace: 'texts' });
  expect(spec).toMatchObject({ completionMode: 'Indexed', completions: 12, parallelism: 5 });
  const env = await putProgram('kubectl', '[ "$1" = get ] && echo -n True || echo "$@" >> "$NOTES"');
  // All that is asked for is true: what has failed before is removed, applied again, and then complete.
  await run(join(folder, 'submit.sh'), [], { env });
  const notes = await readFile(join(folder, 'notes'), 'utf8');
  expect(notes.indexOf('apply --namespace texts -f scan.json')).toBeGreaterThan(-1);
  expect(notes.indexOf('apply --namespace texts -f card.json')).toBeGreaterThan(notes.indexOf('scan.json'));
});

const validator = process.env.SLIPWAY_TEST_KUBERNETES_VALIDATE;
test.skipIf(!validator)('Kubernetes: manifests hold to its schema', async () => {
  const files = renderKubernetes(jobs, cluster);
  await write(files);
  for (const { name } of files.filter((file) => file.name.endsWith('.json'))) {
    const { status, stdout, stderr } = spawnSync(validator ?? '', ['--strict', join(folder, name)], {
      encoding: 'utf8',
    });
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('passed')]);
  }
});
