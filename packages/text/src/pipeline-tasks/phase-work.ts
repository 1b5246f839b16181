/**
 * What a phase does in all, from which its time, memory, disk and network are reckoned.
 */
export interface Work {
  cpuSeconds: number;
  readBytes: number;
  writtenBytes: number;
  /** Whether a task uses all cores of a machine. */
  isThreaded: boolean;
  /** Of a task that does not. */
  memoryBytes: number;
  /** Of the machine's own disk, a task. */
  scratchBytes?: number;
}

/** Room for kernels, tables and models; measured at about 300 MB a thread with the vocabulary. */
export const threadBytes = 400e6;
