/**
 * What a task is given: the plan, which of its tasks, and the machine's means.
 */
import type { InputOpener } from '../sources/input-opener.ts';
import type { PlannedFolder } from './task-record.ts';

export interface TaskProgress {
  done: number;
  total: number;
  unit: 'bytes' | 'parts' | 'ranges' | 'shards';
}

export interface TaskContext extends PlannedFolder {
  /** For inputs of the plan that are no files. */
  opener?: InputOpener | undefined;
  task: number;
  numThreads: number;
  /** For sorting. */
  memoryBytes: number;
  /** A folder of the machine's own, for what is sorted beyond memory. */
  scratchFolder: string;
  onProgress?: ((progress: TaskProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}
