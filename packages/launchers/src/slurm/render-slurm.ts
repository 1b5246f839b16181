/**
 * Scripts for Slurm of jobs that follow one another, each an array of tasks.
 * Invariant: pure; a job begins when every task of the one before it has succeeded (`afterok`). A task that Slurm starts again does what is
 * left of it, so scripts allow it.
 * Refuses: to submit anything.
 */
import { SlipwayError } from '@slipway/contracts';
import { type ArrayJob, fillTask, quoteWord, type WrittenFile } from '../arrays/array-job.ts';

/** `MaxArraySize` of a Slurm that was not told otherwise is 1001. */
const mostTasks = 1000;
const minutesPerHour = 60;
const mebibyte = 2 ** 20;

export interface SlurmOptions {
  /** Absolute, seen by all machines: logs lie below it. */
  folder: string;
  /** Lines such as `--partition=cpu` that each script is to have. */
  directives?: readonly string[];
}

/** @throws SlipwayError `argument-invalid` for more tasks than an array may have */
export function renderSlurm(jobs: readonly ArrayJob[], options: SlurmOptions): WrittenFile[] {
  for (const { name, numTasks } of jobs) if (numTasks > mostTasks) throw tooMany(name, numTasks);
  const scripts = jobs.map((job) => ({ name: `${job.name}.sbatch`, text: renderScript(job, options) }));
  return [...scripts, { name: 'submit.sh', text: renderSubmit(jobs), isExecutable: true }];
}

function renderScript(job: ArrayJob, { folder, directives = [] }: SlurmOptions): string {
  const { name, numTasks, numCores, memoryBytes, timeLimitMinutes } = job;
  const lines = [
    `--job-name=slipway-${name}`,
    `--array=0-${numTasks - 1}`,
    '--nodes=1',
    '--ntasks=1',
    `--cpus-per-task=${numCores}`,
    `--mem=${Math.ceil(memoryBytes / mebibyte)}M`,
    `--time=${printTime(timeLimitMinutes)}`,
    '--requeue',
    `--output=${folder}/logs/${name}-%a.log`,
    '--open-mode=append',
    ...directives,
  ];
  return `#!/bin/bash
${lines.map((line) => `#SBATCH ${line}`).join('\n')}
set -euo pipefail
exec ${fillTask(job.command, '"$SLURM_ARRAY_TASK_ID"').join(' ')} --scratch "\${SLURM_TMPDIR:-\${TMPDIR:-/tmp}}"
`;
}

function renderSubmit(jobs: readonly ArrayJob[]): string {
  const submits = jobs.map(({ name }, place) => {
    const after = place === 0 ? '' : ' --dependency=afterok:"$job" --kill-on-invalid-dep=yes';
    return `job=$(sbatch --parsable${after} ${quoteWord(`${name}.sbatch`)})\necho "${name} $job"`;
  });
  return `#!/bin/bash
# Submits all jobs, each after the one before it. Run again after a failure, it goes on with what is left.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p logs
${submits.join('\n')}
`;
}

/** `days-hours:minutes:seconds`. */
function printTime(minutes: number): string {
  const hours = Math.floor(minutes / minutesPerHour);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(hours / 24)}-${two(hours % 24)}:${two(minutes % minutesPerHour)}:00`;
}

function tooMany(name: string, numTasks: number): SlipwayError {
  return new SlipwayError({
    code: 'argument-invalid',
    message: `the job ${name} has ${numTasks} tasks; an array of Slurm has ${mostTasks}`,
    hint: `Give --tasks ${mostTasks} or fewer.`,
  });
}
