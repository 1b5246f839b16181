/**
 * The plan of a step whose one task takes time and memory by the bytes that go in.
 */
import type { Foreseen, StepPlan, Wording } from '@slipway/contracts';

export interface BytesPlanOptions {
  /** Name of the task. */
  task: string;
  input: Foreseen | undefined;
  /** Name of the output, about as large as the input. */
  output: string;
  /** Measured on one core. */
  bytesPerSecond: number;
}

/** Memory a step takes by itself, and per byte that it holds as text and records. */
const baseMemoryBytes = 3e8;
const memoryPerByte = 8;
const startMs = 1000;

export function planByBytes({ task, input, output, bytesPerSecond }: BytesPlanOptions): StepPlan {
  const sizeBytes = input?.sizeBytes ?? 0;
  const memoryBytes = Math.round(sizeBytes * memoryPerByte + baseMemoryBytes);
  return {
    tasks: [
      {
        name: task,
        after: [],
        slice: null,
        resources: { threads: 1, memoryBytes, diskBytes: sizeBytes * 3, numGpus: 0 },
      },
    ],
    estimate: {
      durationMs: Math.round((sizeBytes / bytesPerSecond) * 1000 + startMs),
      basis: wordBasis((sizeBytes / 1e6).toFixed(1), bytesPerSecond / 1e6),
    },
    outputs: { [output]: { sizeBytes, facts: {} } },
    notes: [],
  };
}

function wordBasis(size: string, rate: number): Wording {
  return { en: `${size} MB at about ${rate} MB/s`, zh: `${size} MB，约每秒 ${rate} MB` };
}
