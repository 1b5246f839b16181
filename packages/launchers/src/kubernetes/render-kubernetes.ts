/**
 * Manifests for Kubernetes of jobs that follow one another, each an indexed Job.
 * Invariant: pure; equal jobs give equal bytes. A pod that is started again does what is left of its task.
 * Refuses: to order jobs inside the cluster, which plain Jobs cannot; `submit.sh` waits for each before it applies the next.
 */
import { type ArrayJob, fillTask, type WrittenFile } from '../arrays/array-job.ts';

export interface KubernetesOptions {
  /** With the command of the jobs in it. */
  image: string;
  /** Claim on a volume that many pods may write, mounted at `folder`. */
  volumeClaim: string;
  folder: string;
  /** Pods at once. */
  numPods: number;
  namespace?: string;
}

const retriesPerTask = 5;
const mebibyte = 2 ** 20;
const scratchPath = '/scratch';

export function renderKubernetes(jobs: readonly ArrayJob[], options: KubernetesOptions): WrittenFile[] {
  const manifests = jobs.map((job) => ({
    name: `${job.name}.json`,
    text: `${JSON.stringify(describeJob(job, options), undefined, 2)}\n`,
  }));
  return [...manifests, { name: 'submit.sh', text: renderSubmit(jobs, options), isExecutable: true }];
}

const resourceName = ({ name }: ArrayJob) => `slipway-${name}`;

function describeJob(job: ArrayJob, { image, volumeClaim, folder, numPods, namespace }: KubernetesOptions) {
  const memory = `${Math.ceil(job.memoryBytes / mebibyte)}Mi`;
  const words = [...fillTask(job.command, '"$JOB_COMPLETION_INDEX"'), '--scratch', scratchPath];
  const container = {
    name: job.name,
    image,
    command: ['/bin/sh', '-c', `exec ${words.join(' ')}`],
    resources: { requests: { cpu: String(job.numCores), memory }, limits: { memory } },
    volumeMounts: [
      { name: 'shared', mountPath: folder },
      { name: 'scratch', mountPath: scratchPath },
    ],
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: resourceName(job),
      labels: { 'app.kubernetes.io/name': 'slipway' },
      ...(namespace ? { namespace } : {}),
    },
    spec: {
      completionMode: 'Indexed',
      completions: job.numTasks,
      parallelism: Math.min(job.numTasks, numPods),
      backoffLimitPerIndex: retriesPerTask,
      maxFailedIndexes: 0,
      activeDeadlineSeconds: job.timeLimitMinutes * 60 * Math.ceil(job.numTasks / numPods),
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [container],
          volumes: [
            { name: 'shared', persistentVolumeClaim: { claimName: volumeClaim } },
            { name: 'scratch', emptyDir: {} },
          ],
        },
      },
    },
  };
}

function renderSubmit(jobs: readonly ArrayJob[], { namespace }: KubernetesOptions): string {
  const where = namespace ? ` --namespace ${namespace}` : '';
  const steps = jobs.map((job) => `run ${job.name}.json ${resourceName(job)}`);
  return `#!/bin/bash
# Applies the jobs one after the other, each when the one before it is complete. Run again, it goes on with what is left.
set -euo pipefail
cd "$(dirname "$0")"
state() { kubectl get${where} "job/$1" -o "jsonpath={.status.conditions[?(@.type=='$2')].status}"; }
run() {
  if [ "$(state "$2" Failed 2>/dev/null || true)" = True ]; then kubectl delete${where} "job/$2"; fi
  kubectl apply${where} -f "$1"
  until [ "$(state "$2" Complete)" = True ]; do
    if [ "$(state "$2" Failed)" = True ]; then echo "$2 failed: kubectl logs${where} job/$2" >&2; exit 1; fi
    sleep 10
  done
}
${steps.join('\n')}
`;
}
