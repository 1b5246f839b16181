/**
 * The door of the launchers: where attempts run.
 */
export { type ArrayJob, taskWord, type WrittenFile } from './arrays/array-job.ts';
export { type KubernetesOptions, renderKubernetes } from './kubernetes/render-kubernetes.ts';
export {
  createLocalLauncher,
  type LocalLauncher,
  type LocalLauncherOptions,
} from './local/local-launcher.ts';
export { renderSlurm, type SlurmOptions } from './slurm/render-slurm.ts';
