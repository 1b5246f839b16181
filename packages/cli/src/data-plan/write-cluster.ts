/**
 * Writes a plan into its folder, with what submits its tasks to a cluster.
 * Invariant: whatever is written is overwritten by the same plan alone; time limits are several times the estimate, as rates of other
 * machines differ.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArrayJob, renderKubernetes, renderSlurm, taskWord, type WrittenFile } from '@slipway/launchers';
import {
  type Machines,
  type PhaseEstimate,
  reckonSortBytes,
  type TaskPlan,
  type TasksEstimate,
  writeTaskPlan,
} from '@slipway/text';

export type Cluster =
  | { kind: 'none' }
  | { kind: 'slurm' }
  | { kind: 'kubernetes'; image: string; volumeClaim: string };

export interface ClusterPlan {
  plan: TaskPlan;
  estimate: TasksEstimate;
  cluster: Cluster;
  machines: Machines;
}

const patience = 4;
const leastMinutes = 30;

/** @returns the paths of the files */
export async function writeCluster(
  folder: string,
  { plan, estimate, cluster, machines }: ClusterPlan,
): Promise<string[]> {
  const planPath = await writeTaskPlan(folder, plan);
  const jobs = estimate.phases.map((phase) => describeJob(phase, planPath, { cluster, machines }));
  const files = renderJobs(jobs, { folder, cluster, machines });
  const paths = [planPath];
  const room = join(folder, cluster.kind);
  if (files.length > 0) await mkdir(room, { recursive: true });
  for (const { name, text, isExecutable = false } of files) {
    const path = join(room, name);
    await writeFile(path, text);
    if (isExecutable) await chmod(path, 0o755);
    paths.push(path);
  }
  return paths;
}

function renderJobs(
  jobs: readonly ArrayJob[],
  { folder, cluster, machines }: { folder: string; cluster: Cluster; machines: Machines },
): WrittenFile[] {
  if (cluster.kind === 'none') return [];
  if (cluster.kind === 'slurm') return renderSlurm(jobs, { folder: join(folder, cluster.kind) });
  const { image, volumeClaim } = cluster;
  return renderKubernetes(jobs, { image, volumeClaim, folder, numPods: machines.numNodes });
}

function describeJob(
  phase: PhaseEstimate,
  planPath: string,
  { cluster, machines }: { cluster: Cluster; machines: Machines },
): ArrayJob {
  const { numTasks, numCores, memoryBytes, durationMs, numAtOnce } = phase;
  const perTask = durationMs / Math.ceil(numTasks / numAtOnce) / 60_000;
  const program =
    cluster.kind === 'kubernetes' ? ['slipway'] : [process.execPath, process.argv[1] ?? 'slipway'];
  const sortGb = Math.max(1, Math.floor(reckonSortBytes(machines.memoryBytes) / 1e9));
  return {
    name: phase.phase,
    numTasks,
    numCores,
    memoryBytes,
    timeLimitMinutes: Math.max(leastMinutes, Math.ceil(perTask * patience)),
    command: [
      ...[...program, 'data', 'task', planPath, '--phase', phase.phase, '--task', taskWord],
      ...['--threads', String(numCores), '--memory-gb', String(sortGb)],
    ],
  };
}
