/**
 * The probing messages of the PyTorch worker: twin of `workers/train`, whose PROTOCOL.md tells the same from the other side.
 */
import type { ProbeSet } from '@slipway/contracts';
import { probe } from '@slipway/contracts';
import { z } from 'zod';

export const probeWorker = { environment: 'train', module: 'slipway_train' } as const;

export interface ProbeRequest extends ProbeSet {
  command: 'probe';
  base: { path: string };
  /** Folder of a PEFT adapter. */
  adapter?: string;
  dtype: 'float32';
  threads: number;
  topK: number;
  /** Also sketch each weight: the dot products of its rows with a fixed vector of signs. */
  sketchWeights: boolean;
  outputPath: string;
}

/** What the worker writes to `outputPath`. */
export const probeOutput = probe.extend({
  sketches: z.record(z.string(), z.array(z.number())).optional(),
});
export type ProbeOutput = z.infer<typeof probeOutput>;
