/**
 * A real Slurm of one node for a test: munge, controller and node daemon, each with its files in a folder of the test.
 * Invariant: what was started is ended by `dispose`, by its own process id; nothing of the machine's own Slurm is touched.
 * Refuses: to run for another user than root, as the daemons do; the caller skips then.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'sinfo'];

export interface OneNodeSlurm {
  /** For programs that are to speak to it. */
  environment: NodeJS.ProcessEnv;
  /** Resolves when no job is waiting or running; what the queue holds that will never run is an error. */
  waitForJobs(patienceMs: number): Promise<void>;
  dispose(): Promise<void>;
}

/** Why there can be no Slurm here; undefined where there can. */
export function findSlurmObstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'the daemons of Slurm run as root';
  const missing = programs.filter((program) => !isOnPath(program));
  return missing.length > 0 ? `no ${missing.join(', ')} (Debian: slurm-wlm, munge)` : undefined;
}

const path = () => `${process.env.PATH ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`;

function isOnPath(program: string): boolean {
  return path()
    .split(delimiter)
    .some((folder) => {
      try {
        accessSync(join(folder, program), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

export async function openSlurm(folder: string): Promise<OneNodeSlurm> {
  await chmod(folder, 0o755);
  for (const name of ['state', 'spool']) await mkdir(join(folder, name));
  const key = join(folder, 'munge.key');
  await writeFile(key, randomBytes(1024), { mode: 0o400 });
  const configuration = join(folder, 'slurm.conf');
  const [controllerPort, nodePort] = [await freePort(), await freePort()];
  await writeFile(configuration, describe(folder, controllerPort, nodePort));
  const environment = { ...process.env, PATH: path(), SLURM_CONF: configuration };
  const started: ChildProcess[] = [];
  const start = (program: string, words: string[]) =>
    started.push(spawn(program, words, { env: environment, stdio: 'ignore' }));
  const at = (name: string) => join(folder, name);
  start('munged', [
    ...['--foreground', '--force', `--key-file=${key}`, `--socket=${at('munge.socket')}`],
    ...[
      `--pid-file=${at('munged.pid')}`,
      `--log-file=${at('munged.log')}`,
      `--seed-file=${at('munge.seed')}`,
    ],
  ]);
  await wait(500);
  start('slurmctld', ['-D', '-i', '-f', configuration]);
  start('slurmd', ['-D', '-N', 'localhost', '-f', configuration]);
  const ask = async (program: string, words: string[]) =>
    (await run(program, words, { env: environment }).catch(() => ({ stdout: '' }))).stdout.trim();
  for (let tries = 0; (await ask('sinfo', ['-h', '-o', '%t'])) !== 'idle'; tries += 1) {
    if (tries > 60) throw new Error('the Slurm of the test did not come up');
    await wait(500);
  }
  return {
    environment,
    async waitForJobs(patienceMs) {
      for (const end = Date.now() + patienceMs; Date.now() < end; await wait(1000)) {
        const queue = await ask('squeue', ['-h', '-o', '%T %r %j']);
        if (queue === '') return;
        if (queue.includes('DependencyNeverSatisfied')) throw new Error(`jobs cannot run: ${queue}`);
      }
      throw new Error(`jobs are left: ${await ask('squeue', [])}`);
    },
    async dispose() {
      for (const child of started.reverse()) {
        child.kill('SIGTERM');
        await Promise.race([new Promise((resolve) => child.once('exit', resolve)), wait(5000)]);
        child.kill('SIGKILL');
      }
    },
  };
}

function describe(folder: string, controllerPort: number, nodePort: number): string {
  return `ClusterName=slipway
SlurmctldHost=localhost
SlurmctldPort=${controllerPort}
SlurmdPort=${nodePort}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=2,bf_interval=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
NodeName=localhost NodeAddr=127.0.0.1 CPUs=${availableParallelism()} RealMemory=4000 State=UNKNOWN
PartitionName=all Nodes=localhost Default=YES MaxTime=INFINITE State=UP
`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
