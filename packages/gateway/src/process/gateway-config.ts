/**
 * What a gateway process is told on the first line of its standard input, and what it says on its standard output.
 */
import { errorData } from '@slipway/contracts';
import { z } from 'zod';

export const gatewayProcessConfig = z.strictObject({
  snapshotFile: z.string(),
  journalDirectory: z.string(),
  /** Folder with a folder for each replica, by its id. */
  enginesDirectory: z.string(),
  /** 0 for any free one. */
  port: z.number().int().min(0).max(65535).default(0),
  host: z.string().default('127.0.0.1'),
});
export type GatewayProcessConfig = z.input<typeof gatewayProcessConfig>;

/** The one line of standard output: where it listens, or why it does not. */
export const gatewayProcessMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), port: z.number().int().positive() }),
  z.object({ type: z.literal('failed'), error: errorData }),
]);
export type GatewayProcessMessage = z.infer<typeof gatewayProcessMessage>;
