/**
 * The probing messages of the PyTorch worker: twin of `workers/train`, whose PROTOCOL.md tells the same from the other side.
 */
import type { Probe, ProbeSet } from '@slipway/contracts';
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
  outputPath: string;
}

const ids = z.array(z.number().int());

/** What the worker writes to `outputPath`: raw logits with the logarithm of the sum of their exponentials. */
export const probeOutput = z.object({
  texts: z.array(
    z.object({
      id: z.string(),
      ids,
      nextLogProbabilities: z.array(z.number().nullable()),
      topIds: z.array(ids),
      topLogits: z.array(z.array(z.number())),
      logSumExp: z.array(z.number()),
    }),
  ),
  chats: z.array(z.object({ id: z.string(), text: z.string(), ids })),
});
export type ProbeOutput = z.infer<typeof probeOutput>;

/**
 * The worker's output as a probe: logits become log-probabilities, and the position behind the last token is left out.
 * A number that the worker could not tell (JSON has no NaN) stays one: every check that meets it fails.
 */
export function toProbe(output: ProbeOutput): Probe {
  return {
    texts: output.texts.map((text) => ({
      id: text.id,
      tokens: text.ids,
      logProbabilities: text.nextLogProbabilities
        .slice(0, Math.max(0, text.ids.length - 1))
        .map((value) => value ?? Number.NaN),
      top: text.topIds.slice(0, Math.max(0, text.ids.length - 1)).map((tokens, position) => ({
        tokens,
        logProbabilities: (text.topLogits[position] ?? []).map(
          (logit) => logit - (text.logSumExp[position] ?? Number.NaN),
        ),
      })),
    })),
    chats: output.chats.map((chat) => ({ id: chat.id, text: chat.text, tokens: chat.ids })),
  };
}
