/**
 * What an engine process is told on the first line of its standard input, and what it says on its standard output.
 * Invariant: the token travels only through this pipe, never through arguments or the environment.
 */
import { errorData } from '@slipway/contracts';
import { z } from 'zod';

const threads = z.object({ decode: z.number().int().positive(), prompt: z.number().int().positive() });

export const engineProcessConfig = z.strictObject({
  /** A GGUF file, and the digest by which its calibration is kept. */
  modelPath: z.string(),
  modelDigest: z.string().optional(),
  contextTokens: z.number().int().positive(),
  numSequences: z.number().int().positive().max(64).default(2),
  threads: threads.optional(),
  calibrationFile: z.string().optional(),
  /** Folder of this replica: requests.jsonl is kept in it. */
  directory: z.string(),
  /** Bearer token that every request must carry. */
  token: z.string().min(32),
  /** Requests that may wait for a sequence before more are refused. */
  maxWaiting: z.number().int().nonnegative().default(64),
});
export type EngineProcessConfig = z.input<typeof engineProcessConfig>;

/** The one line of standard output: where it listens, or why it does not. */
export const engineProcessMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), port: z.number().int().positive() }),
  z.object({ type: z.literal('failed'), error: errorData }),
]);
export type EngineProcessMessage = z.infer<typeof engineProcessMessage>;
